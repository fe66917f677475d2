import { BarrierAligner, BarrierTracker, type BarrierHandler, type SubtaskRestore } from '@weir/engine-checkpoint';
import type { ChannelSender, KeyedStateBackendFactory, SnapshotReader } from '@weir/engine-core';
import type { AnalyzedOperator } from '@weir/job-spec';
import { assertNever, invariant } from '@weir/kernel';
import { EngineError } from '../engine-error.ts';
import { readBatch } from '../exchange/batch-buffer.ts';
import { BatchLayout } from '../exchange/batch-layout.ts';
import { edgeCapacity } from '../exchange/edge-capacity.ts';
import { ExchangeWriter, type Partitioning } from '../exchange/exchange-writer.ts';
import type { PlannedChannel, PlannedSubtask } from '../plan/execution-plan.ts';
import type { JobEdge, JobVertex } from '../plan/job-graph.ts';
import { buildChain } from '../task/chain-builder.ts';
import { ChannelInput } from '../task/channel-input.ts';
import type { InputChannel } from '../task/input-gate.ts';
import type { OperatorChain } from '../task/operator-chain.ts';
import { SourceInput } from '../task/source-input.ts';
import type { SnapshotAnswer } from '../task/snapshot-answer.ts';
import type { TaskInput } from '../task/task-input.ts';
import { TaskOutput } from '../task/task-output.ts';
import { Task } from '../task/task.ts';
import { connectChannels, type ChannelNetwork } from './channel-network.ts';
import type { ThreadDeployment } from './host-to-thread.ts';
import type { LinkMultiplexer } from './link-multiplexer.ts';
import type { ThreadPorts } from './thread-ports.ts';

export interface ThreadCallbacks {
  readonly wake: () => void;
  /** Fails the attempt. */
  readonly fail: (subtask: number, error: unknown) => void;
}

/** The thread's share of an attempt: its tasks restored, not yet opened. */
export interface DeployedThread {
  readonly tasks: readonly Task[];
  readonly multiplexers: readonly LinkMultiplexer[];
}

/** Builds the channels and tasks of one thread, and reads the state they begin with. */
export async function deployThread(
  deployment: ThreadDeployment,
  ports: ThreadPorts,
  callbacks: ThreadCallbacks,
): Promise<DeployedThread> {
  const deployer = new ThreadDeployer(deployment, ports, callbacks);
  return deployer.deploy();
}

/** What the channels of an edge have in common. */
interface EdgeChannels {
  readonly layout: BatchLayout;
  readonly credits: number;
}

class ThreadDeployer {
  readonly #deployment: ThreadDeployment;
  readonly #ports: ThreadPorts;
  readonly #callbacks: ThreadCallbacks;
  readonly #operators: ReadonlyMap<string, AnalyzedOperator>;
  readonly #edges: ReadonlyMap<number, EdgeChannels>;

  constructor(deployment: ThreadDeployment, ports: ThreadPorts, callbacks: ThreadCallbacks) {
    this.#deployment = deployment;
    this.#ports = ports;
    this.#callbacks = callbacks;
    this.#operators = new Map(deployment.job.operators.map((operator) => [operator.uid, operator]));
    this.#edges = new Map(deployment.graph.edges.map((edge) => [edge.id, this.#channelsOf(edge)]));
  }

  async deploy(): Promise<DeployedThread> {
    const { plan, thread, restore } = this.#deployment;
    const network = connectChannels({
      plan,
      thread,
      links: this.#ports.links,
      wake: this.#callbacks.wake,
      sizeOf: (channel) => {
        const { layout, credits } = this.#edge(channel.edge);
        return { bufferBytes: layout.bytes, credits };
      },
    });
    const reader = restore === null ? null : this.#ports.composition.openReader(restore.snapshotPath);
    try {
      const tasks: Task[] = [];
      for (const subtask of plan.subtasks) {
        if (subtask.thread === thread) tasks.push(await this.#deployTask(subtask, network, reader));
      }
      return { tasks, multiplexers: network.multiplexers };
    } finally {
      await reader?.close();
    }
  }

  async #deployTask(subtask: PlannedSubtask, network: ChannelNetwork, reader: SnapshotReader | null): Promise<Task> {
    const { jobId, runId, epoch, job } = this.#deployment;
    const { clock, composition } = this.#ports;
    const vertex = this.#vertex(subtask.vertex);
    const identity = { jobId, runId, epoch };
    const output = this.#outputOf(subtask, network);
    const chain = await buildChain({
      operators: vertex.operators.map((uid) => this.#operator(uid)),
      isKeyed: this.#deployment.graph.edges.some((edge) => edge.to === vertex.id && edge.shipping === 'HASH'),
      subtask: subtask.index,
      identity,
      maxParallelismOf: (uid) => this.#maxParallelism(uid),
      isRestored: this.#deployment.restore !== null,
      restores: this.#restoresOf(vertex, subtask),
      reader,
      output,
      catalog: composition.catalog,
      stateBackend: this.#stateBackend(job.stateBackend.type),
      clock,
      logger: this.#ports.logger,
      report: (operatorUid, rows) =>
        this.#ports.post({ kind: 'reported', operatorUid, subtask: subtask.index, timestamp: clock.now(), rows }),
      wake: this.#callbacks.wake,
      fail: (error) => this.#callbacks.fail(subtask.id, error),
    });
    const deployed = {
      subtask,
      chain,
      output,
      identity,
      files: composition.files,
      clock,
      events: {
        fail: (error: unknown) => this.#callbacks.fail(subtask.id, error),
        answer: (answer: SnapshotAnswer) => this.#answer(subtask.id, answer),
        onDataFinished: () => this.#ports.post({ kind: 'data-finished', subtask: subtask.id }),
        onFinished: () => this.#ports.post({ kind: 'finished', subtask: subtask.id }),
      },
    };
    return new Task(deployed, this.#inputOf(subtask, chain, network));
  }

  #answer(subtask: number, answer: SnapshotAnswer): void {
    switch (answer.kind) {
      case 'acknowledged':
        return this.#ports.post({ ...answer, kind: 'checkpoint-acknowledged', subtask });
      case 'declined':
        return this.#ports.post({ ...answer, kind: 'checkpoint-declined', subtask });
      default:
        return assertNever(answer);
    }
  }

  #outputOf(subtask: PlannedSubtask, network: ChannelNetwork): TaskOutput {
    const { graph, plan } = this.#deployment;
    const exchanges = graph.edges
      .filter((edge) => edge.from === subtask.vertex)
      .map((edge) => {
        const channels = plan.channels.filter((channel) => channel.edge === edge.id && channel.from === subtask.id);
        const senders = channels.map((channel) => this.#sender(network, channel));
        return new ExchangeWriter({
          layout: this.#edge(edge.id).layout,
          partitioning: this.#partitioning(edge, subtask.index),
          senders,
        });
      });
    return new TaskOutput(exchanges);
  }

  #inputOf(subtask: PlannedSubtask, chain: OperatorChain, network: ChannelNetwork): TaskInput {
    if (chain.head.body.kind === 'source') return new SourceInput(chain);
    const { graph, plan } = this.#deployment;
    const channels: InputChannel[] = [];
    const layouts: BatchLayout[] = [];
    for (const channel of plan.channels) {
      if (channel.to !== subtask.id) continue;
      const edge = graph.edges[channel.edge];
      const receiver = network.receivers.get(channel.id);
      const from = plan.subtasks[channel.from];
      invariant(edge && receiver && from, 'A planned channel has an edge, a receiver and a sender.', {
        channel: channel.id,
      });
      channels.push({
        receiver,
        input: edge.input,
        fromUid: this.#lastOperator(edge.from).uid,
        fromSubtask: from.index,
      });
      layouts.push(this.#edge(edge.id).layout);
    }
    const read = (channel: number, buffer: ArrayBuffer): ReturnType<typeof readBatch> => {
      const layout = layouts[channel];
      invariant(layout, 'A buffer came from a channel that does not exist.', { channel });
      return readBatch(layout, buffer);
    };
    const handler = this.#handler(channels.length);
    return new ChannelInput({ chain, channels, read, handler, clock: this.#ports.clock });
  }

  #partitioning(edge: JobEdge, subtask: number): Partitioning {
    switch (edge.shipping) {
      case 'HASH':
        return { kind: 'HASH', keyIndexes: edge.keyColumns, maxParallelism: this.#maxParallelism(edge.to) };
      case 'REBALANCE':
        return { kind: 'REBALANCE', first: subtask };
      case 'FORWARD':
        return { kind: 'FORWARD' };
      default:
        return assertNever(edge.shipping);
    }
  }

  #handler(channels: number): BarrierHandler {
    const isExactlyOnce = this.#deployment.job.checkpointing.mode === 'EXACTLY_ONCE';
    return isExactlyOnce ? new BarrierAligner(channels) : new BarrierTracker(channels);
  }

  #channelsOf(edge: JobEdge): EdgeChannels {
    const { batchRows, channelCredits } = this.#deployment.settings;
    const schema = this.#lastOperator(edge.from).columns;
    const senders = this.#vertex(edge.from).parallelism;
    const receivers = edge.shipping === 'FORWARD' ? 1 : this.#vertex(edge.to).parallelism;
    const { rows, credits } =
      batchRows === null
        ? edgeCapacity({ senders, receivers, creditsMax: channelCredits })
        : { rows: batchRows, credits: channelCredits };
    return { layout: new BatchLayout({ schema, carriesHashes: edge.shipping === 'HASH', rows }), credits };
  }

  #restoresOf(vertex: JobVertex, subtask: PlannedSubtask): ReadonlyMap<string, SubtaskRestore> {
    const operators = this.#deployment.restore?.operators ?? [];
    return new Map(
      operators
        .filter((restore) => restore.subtask === subtask.index && vertex.operators.includes(restore.uid))
        .map((restore) => [restore.uid, restore.state]),
    );
  }

  #stateBackend(type: string): KeyedStateBackendFactory {
    const backend = this.#ports.composition.stateBackends.get(type);
    if (backend === undefined) throw new EngineError('UNSUPPORTED', `This engine has no state backend "${type}".`);
    return backend;
  }

  #sender(network: ChannelNetwork, channel: PlannedChannel): ChannelSender {
    const sender = network.senders.get(channel.id);
    invariant(sender, 'A planned channel has a sender.', { channel: channel.id });
    return sender;
  }

  #edge(edge: number): EdgeChannels {
    const channels = this.#edges.get(edge);
    invariant(channels, 'A channel belongs to an edge of the graph.', { edge });
    return channels;
  }

  #vertex(id: string): JobVertex {
    const vertex = this.#deployment.graph.vertices.find((candidate) => candidate.id === id);
    invariant(vertex, 'A subtask belongs to a vertex of the graph.', { id });
    return vertex;
  }

  #lastOperator(vertexId: string): AnalyzedOperator {
    const uid = this.#vertex(vertexId).operators.at(-1);
    invariant(uid !== undefined, 'A vertex has an operator.', { vertexId });
    return this.#operator(uid);
  }

  #operator(uid: string): AnalyzedOperator {
    const operator = this.#operators.get(uid);
    invariant(operator, 'The graph names operators of the job.', { uid });
    return operator;
  }

  #maxParallelism(uid: string): number {
    return this.#deployment.maxParallelism.get(uid) ?? this.#deployment.job.maxParallelism;
  }
}
