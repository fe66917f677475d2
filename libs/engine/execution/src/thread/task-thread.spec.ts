import { analyzeJob, type AnalyzedJob } from '@weir/job-spec';
import { silentLogger } from '@weir/kernel';
import type { CheckpointOptions } from '@weir/engine-core';
import { describe, expect, it } from 'vitest';
import { planExecution } from '../plan/execution-plan.ts';
import { graphOperatorsOf } from '../plan/graph-operators.ts';
import { buildJobGraph } from '../plan/job-graph.ts';
import { InProcessThreads } from '../testing/in-process-threads.ts';
import { TestFiles } from '../testing/test-files.ts';
import { TestCatalog, TestLog, type TestCatalogOptions } from '../testing/test-operators.ts';
import { VirtualWorld } from '../testing/virtual-world.ts';
import type { ThreadRestore } from './host-to-thread.ts';
import type { ThreadHandle } from './thread-spawner.ts';
import type { ThreadToHost } from './thread-to-host.ts';

function analyzed(operators: readonly unknown[], parallelism: number): AnalyzedJob {
  const result = analyzeJob({ name: 'test', parallelism, checkpointing: { interval: '1s' }, operators });
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return result.job;
}

function numbers(rows: number | null): unknown {
  return { uid: 'numbers', type: 'datagen', ...(rows === null ? {} : { rows }), columns: { n: { kind: 'sequence' } } };
}

const toSink = [
  { uid: 'pass', type: 'filter', input: 'numbers', where: 'n >= 0', chain: false },
  { uid: 'sink', type: 'blackhole', input: 'pass', chain: false },
];
const checkpoint: CheckpointOptions = { kind: 'CHECKPOINT', ending: 'NONE', sharing: 'FULL', location: '/snap' };

class Threads {
  readonly world = new VirtualWorld();
  readonly log = new TestLog();
  readonly files = new TestFiles();
  readonly messages: ThreadToHost[] = [];
  readonly handles: readonly ThreadHandle[];
  readonly plan: ReturnType<typeof planExecution>;

  constructor(job: AnalyzedJob, catalog: Partial<TestCatalogOptions> = {}, restore: ThreadRestore | null = null) {
    const graph = buildJobGraph(graphOperatorsOf(job));
    this.plan = planExecution(graph, 2);
    const spawner = new InProcessThreads({
      world: this.world,
      logger: silentLogger,
      composition: {
        catalog: new TestCatalog({ log: this.log, ...catalog }),
        stateBackends: new Map([['hashmap', { type: 'hashmap', create: () => expect.fail('no keyed state here') }]]),
        files: this.files,
        openReader: (path) => this.files.reader(path),
      },
    });
    this.handles = spawner.spawn(this.plan.threadCount, {
      onMessage: (_, message) => this.messages.push(message),
      onExit: () => undefined,
    });
    this.handles.forEach((handle, thread) =>
      handle.post({
        kind: 'deploy',
        deployment: {
          jobId: 'job',
          runId: 'run',
          epoch: 1,
          thread,
          job,
          graph,
          plan: this.plan,
          maxParallelism: new Map(),
          restore,
          settings: { flushAfterMs: 5, channelCredits: 2, batchRows: 7, metricsIntervalMs: 500, roundsPerSlice: 1 },
        },
      }),
    );
  }

  all<Kind extends ThreadToHost['kind']>(kind: Kind): readonly Extract<ThreadToHost, { kind: Kind }>[] {
    return this.messages.filter((message): message is Extract<ThreadToHost, { kind: Kind }> => message.kind === kind);
  }

  async run(): Promise<void> {
    await this.world.runUntil(() => this.all('deployed').length === this.handles.length);
    for (const handle of this.handles) handle.post({ kind: 'run' });
  }

  trigger(checkpointId: number, options: Partial<CheckpointOptions> = {}, vertex = 'numbers'): void {
    for (const subtask of this.plan.subtasks) {
      if (subtask.vertex !== vertex) continue;
      const timestamp = this.world.clock.now();
      this.handles[subtask.thread]?.post({
        kind: 'trigger-checkpoint',
        subtask: subtask.id,
        checkpointId,
        timestamp,
        options: { ...checkpoint, ...options },
      });
    }
  }

  complete(checkpointId: number): void {
    for (const handle of this.handles) handle.post({ kind: 'checkpoint-complete', checkpointId });
  }

  async acknowledged(checkpointId: number): Promise<void> {
    const count = (): number =>
      this.all('checkpoint-acknowledged').filter((message) => message.checkpointId === checkpointId).length;
    await this.world.runUntil(() => count() === this.plan.subtasks.length);
  }

  get seen(): readonly number[] {
    return this.log.committed.map((row) => Number(row['n'])).sort((left, right) => left - right);
  }
}

const upTo = (count: number): readonly number[] => [...Array(count).keys()];

describe.each([1, 2, 3])('TaskThread at parallelism %i', (parallelism) => {
  it('carries every row to the sinks, takes the last checkpoint, and finishes', async () => {
    const threads = new Threads(analyzed([numbers(1000), ...toSink], parallelism));
    await threads.run();
    await threads.world.runUntil(() => threads.all('data-finished').length === threads.plan.subtasks.length);
    expect(threads.all('finished')).toEqual([]);
    threads.trigger(1);
    await threads.acknowledged(1);
    expect(threads.all('finished')).toEqual([]);
    threads.complete(1);
    await threads.world.runUntil(() => threads.all('finished').length === threads.plan.subtasks.length);
    expect(threads.seen).toEqual(upTo(1000));
    expect(threads.all('failed')).toEqual([]);
    for (const { lifecycle } of threads.all('checkpoint-acknowledged')) expect(lifecycle).toBe('OPERATORS_FINISHED');
  });

  it('forwards the barrier before it cuts, and commits only what lies before it', async () => {
    const threads = new Threads(analyzed([numbers(null), ...toSink], parallelism));
    await threads.run();
    await threads.world.runFor(20);
    threads.trigger(1);
    await threads.acknowledged(1);
    threads.complete(1);
    await threads.world.runUntil(
      () => threads.log.entries.filter((entry) => /^sink#\d complete 1$/.test(entry)).length === parallelism,
    );
    expect(threads.seen.length).toBeGreaterThan(0);
    const positions = threads.all('checkpoint-acknowledged').filter(({ operators }) => operators[0]?.uid === 'numbers');
    expect(positions).toHaveLength(parallelism);
    expect(threads.seen).toEqual(upTo(threads.seen.length));
  });

  it('makes up for a completion that was lost by the next abort, which names it', async () => {
    const threads = new Threads(analyzed([numbers(null), ...toSink], parallelism));
    await threads.run();
    await threads.world.runFor(20);
    threads.trigger(1);
    await threads.acknowledged(1);
    for (const handle of threads.handles) {
      handle.post({ kind: 'checkpoint-aborted', checkpointId: 2, latestCompletedId: 1 });
    }
    await threads.world.runUntil(
      () => threads.log.entries.filter((entry) => /^sink#\d complete 1$/.test(entry)).length === parallelism,
    );
    expect(threads.seen.length).toBeGreaterThan(0);
  });

  it('stops with a savepoint: nothing follows its barrier, operators do not finish, every task ends', async () => {
    const threads = new Threads(analyzed([numbers(null), ...toSink], parallelism));
    await threads.run();
    await threads.world.runFor(20);
    threads.trigger(1, { kind: 'SAVEPOINT', ending: 'STOP' });
    await threads.acknowledged(1);
    threads.complete(1);
    await threads.world.runUntil(() => threads.all('finished').length === threads.plan.subtasks.length);
    expect(threads.log.entries.filter((entry) => entry.endsWith('finish'))).toEqual([]);
    expect(threads.seen).toEqual(upTo(threads.seen.length));
  });

  it('lets no operator finish in a stop because one of its inputs had ended before', async () => {
    const few = { uid: 'few', type: 'datagen', rows: 5, columns: { n: { kind: 'sequence' } } };
    const both = { uid: 'pass', type: 'union', inputs: ['few', 'numbers'], chain: false };
    const threads = new Threads(analyzed([few, numbers(null), both, toSink[1]], parallelism));
    await threads.run();
    await threads.world.runUntil(() => threads.all('data-finished').length === parallelism);
    for (const vertex of ['few', 'numbers']) threads.trigger(1, { kind: 'SAVEPOINT', ending: 'STOP' }, vertex);
    await threads.acknowledged(1);
    threads.complete(1);
    await threads.world.runUntil(() => threads.all('finished').length === threads.plan.subtasks.length);
    const finished = threads.log.entries.filter((entry) => /^(?:pass|sink)#\d finish$/.test(entry));
    expect(finished).toEqual([]);
  });

  it('drains with a savepoint: operators finish before their cut', async () => {
    const threads = new Threads(analyzed([numbers(null), ...toSink], parallelism));
    await threads.run();
    await threads.world.runFor(20);
    threads.trigger(1, { kind: 'SAVEPOINT', ending: 'DRAIN' });
    await threads.acknowledged(1);
    threads.complete(1);
    await threads.world.runUntil(() => threads.all('finished').length === threads.plan.subtasks.length);
    for (const uid of ['pass', 'sink']) {
      const entries = threads.log.entries.filter((entry) => entry.startsWith(`${uid}#0`));
      expect(entries.indexOf(`${uid}#0 finish`)).toBeLessThan(entries.indexOf(`${uid}#0 snapshot 1`));
    }
  });

  it('goes on when the abort of a drain comes before its trigger: no source ends its data', async () => {
    const threads = new Threads(analyzed([numbers(1_000), ...toSink], parallelism));
    await threads.run();
    for (const handle of threads.handles)
      handle.post({ kind: 'checkpoint-aborted', checkpointId: 1, latestCompletedId: 0 });
    threads.trigger(1, { kind: 'SAVEPOINT', ending: 'DRAIN' });
    await threads.world.runFor(20);
    threads.trigger(2);
    await threads.acknowledged(2);
    threads.complete(2);
    await threads.world.runUntil(() => threads.seen.length >= 1_000 || threads.all('finished').length > 0);
    expect(threads.seen).toEqual(upTo(1_000));
  });

  it('case 94: a drain ends event time, then the operators, then it cuts, each once and in this order', async () => {
    const threads = new Threads(analyzed([numbers(null), ...toSink], parallelism));
    await threads.run();
    await threads.world.runFor(20);
    threads.trigger(1, { kind: 'SAVEPOINT', ending: 'DRAIN' });
    await threads.acknowledged(1);
    threads.complete(1);
    await threads.world.runUntil(() => threads.all('finished').length === threads.plan.subtasks.length);
    for (let subtask = 0; subtask < parallelism; subtask += 1) {
      for (const uid of ['pass', 'sink']) {
        const name = `${uid}#${subtask}`;
        const seen = threads.log.entries.filter((entry) => entry.startsWith(name) && !entry.endsWith('open'));
        expect(seen).toEqual(
          ['watermark Infinity', 'finish', 'prepare 1', 'snapshot 1', 'complete 1', 'close'].map(
            (what) => `${name} ${what}`,
          ),
        );
      }
    }
  });

  it('case 94: a stop without drain lets event time stand, so that nothing can fire behind the savepoint', async () => {
    const threads = new Threads(analyzed([numbers(null), ...toSink], parallelism));
    await threads.run();
    await threads.world.runFor(20);
    threads.trigger(1, { kind: 'SAVEPOINT', ending: 'STOP' });
    await threads.acknowledged(1);
    threads.complete(1);
    await threads.world.runUntil(() => threads.all('finished').length === threads.plan.subtasks.length);
    expect(threads.log.entries.filter((entry) => /watermark|finish/.test(entry))).toEqual([]);
    expect(threads.log.entries.filter((entry) => entry.endsWith('close')).length).toBeGreaterThan(0);
  });
});

describe('TaskThread', () => {
  it('declines when writing fails, and goes on', async () => {
    const threads = new Threads(analyzed([numbers(null), ...toSink], 1));
    await threads.run();
    threads.files.failure = 'EIO';
    threads.trigger(1);
    await threads.world.runUntil(() => threads.all('checkpoint-declined').length > 0);
    expect(threads.all('checkpoint-declined')[0]).toMatchObject({
      reason: 'CHECKPOINT_ASYNC_EXCEPTION',
      message: 'EIO',
      checkpointId: 1,
    });
    threads.files.failure = null;
    threads.trigger(2);
    await threads.acknowledged(2);
  });

  it('fails with the operator and subtask when the synchronous cut throws', async () => {
    const threads = new Threads(analyzed([numbers(null), ...toSink], 2), {
      onCut: ({ uid, subtask }) => {
        if (uid === 'pass' && subtask === 1) throw new Error('no room');
      },
    });
    await threads.run();
    threads.trigger(1);
    await threads.world.runUntil(() => threads.all('failed').length > 0);
    expect(threads.all('failed')[0]?.failure).toMatchObject({ code: 'TASK_FAILED', operatorUid: 'pass', subtask: 1 });
  });

  it('sends a cancel marker on instead of a snapshot when the abort came first', async () => {
    const threads = new Threads(analyzed([numbers(null), ...toSink], 2));
    await threads.run();
    for (const handle of threads.handles)
      handle.post({ kind: 'checkpoint-aborted', checkpointId: 1, latestCompletedId: 0 });
    threads.trigger(1);
    threads.trigger(2);
    await threads.acknowledged(2);
    expect(threads.log.entries.filter((entry) => entry.includes('snapshot 1'))).toEqual([]);
  });

  const finished = (...uids: readonly string[]): ThreadRestore => ({
    snapshotPath: '/before',
    checkpointId: 1,
    operators: uids.flatMap((uid) =>
      [0, 1].map((subtask) => ({ uid, subtask, state: { keyed: [], operator: [], isFinished: true } })),
    ),
  });

  it('passes the end on and opens nothing where every operator was finished in the snapshot', async () => {
    const threads = new Threads(analyzed([numbers(null), ...toSink], 2), {}, finished('numbers', 'pass', 'sink'));
    await threads.run();
    await threads.world.runUntil(() => threads.all('finished').length === threads.plan.subtasks.length);
    expect(threads.log.entries.filter((entry) => !entry.endsWith('close'))).toEqual([]);
  });

  it('lets what follows a finished source finish, and triggers it directly for its last checkpoint', async () => {
    const threads = new Threads(analyzed([numbers(null), ...toSink], 2), {}, finished('numbers'));
    await threads.run();
    await threads.world.runUntil(() => threads.all('data-finished').length === threads.plan.subtasks.length);
    await threads.world.runUntil(() => threads.all('finished').length === 2);
    threads.trigger(2, {}, 'pass');
    await threads.world.runUntil(() => threads.all('checkpoint-acknowledged').length === 4);
    threads.complete(2);
    await threads.world.runUntil(() => threads.all('finished').length === threads.plan.subtasks.length);
    expect(threads.log.entries.filter((entry) => entry.startsWith('numbers') && !entry.endsWith('close'))).toEqual([]);
    expect(threads.log.entries.filter((entry) => entry.endsWith('finish'))).toHaveLength(4);
  });

  it('counts rows and time by subtask', async () => {
    const threads = new Threads(analyzed([numbers(100), ...toSink], 1));
    await threads.run();
    await threads.world.runUntil(() => threads.all('metrics').length === 2);
    const last = threads.all('metrics').at(-1)?.subtasks ?? [];
    expect(last.flatMap(({ operators }) => operators)).toEqual([
      { uid: 'numbers', recordsIn: 0, recordsOut: 100 },
      { uid: 'pass', recordsIn: 100, recordsOut: 100 },
      { uid: 'sink', recordsIn: 100, recordsOut: 0 },
    ]);
    for (const { busyMs, idleMs, backPressuredMs } of last)
      expect(busyMs + idleMs + backPressuredMs).toBeLessThanOrEqual(1001);
  });
});
