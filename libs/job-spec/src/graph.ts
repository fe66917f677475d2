import type { AnalyzedJob } from './analysis/analyzed-job.ts';
import type { ColumnSchema } from './column.ts';
import type { OperatorRole, OperatorType } from './operators/operator-schema.ts';

/** The job as a drawing shows it: before chaining, one node for each operator. */
export interface JobGraph {
  readonly nodes: readonly JobGraphNode[];
  readonly edges: readonly JobGraphEdge[];
}

export interface JobGraphNode {
  readonly uid: string;
  readonly name: string;
  readonly type: OperatorType;
  readonly role: OperatorRole;
  readonly parallelism: number;
  /** Of the rows it emits; for a sink, of the rows it takes. */
  readonly columns: readonly ColumnSchema[];
}

export interface JobGraphEdge {
  readonly from: string;
  readonly to: string;
  /** FORWARD: subtask i to subtask i. HASH: by key. REBALANCE: in turn, as the parallelisms differ. Flink's words. */
  readonly shipStrategy: 'FORWARD' | 'HASH' | 'REBALANCE';
}

/** Nodes in topological order. */
export function jobGraph(job: AnalyzedJob): JobGraph {
  const parallelisms = new Map<string, number>(job.operators.map(({ uid, parallelism }) => [uid, parallelism]));
  return {
    nodes: job.operators.map(({ uid, name, type, role, parallelism, columns, inputColumns }) => ({
      uid,
      name,
      type,
      role,
      parallelism,
      columns: role === 'sink' ? inputColumns : columns,
    })),
    edges: job.operators.flatMap((operator) =>
      operator.inputs.map((from) => ({
        from,
        to: operator.uid,
        shipStrategy: shipStrategy(operator.type, parallelisms.get(from) === operator.parallelism ? 'SAME' : 'OTHER'),
      })),
    ),
  };
}

function shipStrategy(type: OperatorType, parallelism: 'SAME' | 'OTHER'): JobGraphEdge['shipStrategy'] {
  if (type === 'aggregate') return 'HASH';
  return parallelism === 'SAME' ? 'FORWARD' : 'REBALANCE';
}
