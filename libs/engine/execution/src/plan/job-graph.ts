import { invariant } from '@weir/kernel';

/** How rows are dealt over an edge. FORWARD: subtask i to subtask i. HASH: by key group. REBALANCE: batches in turn to every subtask. */
export type Shipping = 'FORWARD' | 'HASH' | 'REBALANCE';

/** What the plan needs to know of an operator. */
export interface GraphOperator {
  readonly uid: string;
  readonly parallelism: number;
  /** Uids, in the order of the operator's inputs. Each names an operator that stands before this one in the list. */
  readonly inputs: readonly string[];
  /** false: never fused with the operator before it. */
  readonly canChain: boolean;
  /** Columns of the input's schema that make the key; null when the input is not partitioned by key. */
  readonly keyColumns: readonly number[] | null;
}

/** Operators that run fused, in one loop, with one parallelism. Its subtasks are the tasks of a run. */
export interface JobVertex {
  /** Uid of its first operator. */
  readonly id: string;
  /** Uids, in the order rows pass through them. */
  readonly operators: readonly string[];
  readonly parallelism: number;
}

export interface JobEdge {
  readonly id: number;
  /** Vertex ids. Rows leave from the last operator of `from` and enter the first of `to`. */
  readonly from: string;
  readonly to: string;
  /** Which input of the first operator of `to`. */
  readonly input: number;
  readonly shipping: Shipping;
  /** Empty unless shipping is HASH. */
  readonly keyColumns: readonly number[];
}

/** The job as it is executed. Vertices stand in topological order. */
export interface JobGraph {
  readonly vertices: readonly JobVertex[];
  readonly edges: readonly JobEdge[];
}

/**
 * Fuses operators by Flink's rule: an operator joins the vertex before it when it has one input, is that input's only consumer,
 * has the same parallelism, takes its rows as they come (no key), and `chain` is not false.
 */
export function buildJobGraph(operators: readonly GraphOperator[]): JobGraph {
  const byUid = new Map(operators.map((operator) => [operator.uid, operator]));
  const consumers = countConsumers(operators);
  const chains = new Map<string, string[]>();
  const vertexOf = new Map<string, string>();
  for (const operator of operators) {
    const before = chainableInput(operator, byUid, consumers);
    const head = before === null ? operator.uid : (vertexOf.get(before) ?? operator.uid);
    invariant(before === null || vertexOf.has(before), 'Operators must stand after their inputs.', {
      uid: operator.uid,
    });
    vertexOf.set(operator.uid, head);
    chains.set(head, [...(chains.get(head) ?? []), operator.uid]);
  }
  const vertices = [...chains].map(([id, uids]) => ({
    id,
    operators: uids,
    parallelism: requireOperator(byUid, id).parallelism,
  }));
  return { vertices, edges: buildEdges(vertices, byUid, vertexOf) };
}

function countConsumers(operators: readonly GraphOperator[]): ReadonlyMap<string, number> {
  const consumers = new Map<string, number>();
  for (const operator of operators) {
    for (const input of operator.inputs) consumers.set(input, (consumers.get(input) ?? 0) + 1);
  }
  return consumers;
}

function chainableInput(
  operator: GraphOperator,
  byUid: ReadonlyMap<string, GraphOperator>,
  consumers: ReadonlyMap<string, number>,
): string | null {
  const [input, ...others] = operator.inputs;
  if (input === undefined || others.length > 0 || !operator.canChain || operator.keyColumns !== null) return null;
  if (consumers.get(input) !== 1) return null;
  return requireOperator(byUid, input).parallelism === operator.parallelism ? input : null;
}

function buildEdges(
  vertices: readonly JobVertex[],
  byUid: ReadonlyMap<string, GraphOperator>,
  vertexOf: ReadonlyMap<string, string>,
): readonly JobEdge[] {
  const edges: JobEdge[] = [];
  for (const vertex of vertices) {
    const head = requireOperator(byUid, vertex.id);
    head.inputs.forEach((uid, input) => {
      const from = vertexOf.get(uid);
      invariant(from !== undefined, 'Operators must stand after their inputs.', { uid: head.uid, input: uid });
      const shipping = shippingOf(head, requireOperator(byUid, uid).parallelism);
      const keyColumns = shipping === 'HASH' ? (head.keyColumns ?? []) : [];
      edges.push({ id: edges.length, from, to: vertex.id, input, shipping, keyColumns });
    });
  }
  return edges;
}

function shippingOf(consumer: GraphOperator, producerParallelism: number): Shipping {
  if (consumer.keyColumns !== null) return 'HASH';
  return consumer.parallelism === producerParallelism ? 'FORWARD' : 'REBALANCE';
}

function requireOperator(byUid: ReadonlyMap<string, GraphOperator>, uid: string): GraphOperator {
  const operator = byUid.get(uid);
  invariant(operator, 'The graph names an operator that does not exist.', { uid });
  return operator;
}
