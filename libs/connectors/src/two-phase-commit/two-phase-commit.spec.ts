import type { Logger } from '@weir/kernel';
import { describe, expect, it } from 'vitest';
import type { TransactionState } from './transaction-ledger.ts';
import type { TransactionTimeout } from './transaction-timeout.ts';
import { TwoPhaseCommit } from './two-phase-commit.ts';

/** Rows that are hidden until they are committed: the other side of the sink, which outlives attempts. */
class Store {
  readonly hidden = new Map<string, number[]>();
  readonly committed: number[] = [];
  readonly logged: string[] = [];
  /** Names of transactions whose commit fails. */
  readonly broken = new Set<string>();
  nowMs = 0;
  #made = 0;

  create(): string {
    const name = `t${(this.#made += 1)}`;
    this.hidden.set(name, []);
    return name;
  }

  commit(name: string): Promise<void> {
    if (this.broken.has(name)) return Promise.reject(new Error(`${name} is broken`));
    this.committed.push(...(this.hidden.get(name) ?? []));
    this.hidden.delete(name);
    return Promise.resolve();
  }

  readonly logger: Logger = { log: (level, message) => this.logged.push(`${level} ${message}`) };
}

/** A sink as Flink's test has it: always one transaction open, each snapshot begins the next. */
class Sink {
  readonly transactions: TwoPhaseCommit<string>;
  readonly #store: Store;
  #current: string | null = null;

  private constructor(store: Store, timeout: TransactionTimeout | null) {
    this.#store = store;
    this.transactions = new TwoPhaseCommit({
      port: {
        commit: (name) => store.commit(name),
        abort: (name) => Promise.resolve(void store.hidden.delete(name)),
      },
      clock: { now: () => store.nowMs, monotonic: () => 0 },
      logger: store.logger,
      timeout,
    });
  }

  static async open(
    store: Store,
    { restored, timeout = null }: { restored?: TransactionState<string>; timeout?: TransactionTimeout | null } = {},
  ): Promise<Sink> {
    const sink = new Sink(store, timeout);
    if (restored !== undefined) await sink.transactions.restore(restored);
    return sink;
  }

  write(...rows: number[]): void {
    if (this.#current === null) this.#begin();
    this.#store.hidden.get(this.#current ?? '')?.push(...rows);
  }

  snapshot(checkpointId: number): TransactionState<string> {
    this.transactions.preCommit(checkpointId);
    if (this.#current !== null) this.#begin();
    return JSON.parse(JSON.stringify(this.transactions.state())) as TransactionState<string>;
  }

  /** The last snapshot takes what is open and begins nothing. */
  finish(checkpointId: number): TransactionState<string> {
    this.transactions.finish();
    this.#current = null;
    return this.snapshot(checkpointId);
  }

  #begin(): void {
    const name = this.#store.create();
    this.transactions.begin(name);
    this.#current = name;
  }
}

async function threeSnapshots(store: Store) {
  const sink = await Sink.open(store);
  sink.write(42);
  const states = [sink.snapshot(0)];
  sink.write(43);
  states.push(sink.snapshot(1));
  sink.write(44);
  states.push(sink.snapshot(2));
  return { sink, states };
}

const timeout: TransactionTimeout = { timeoutMs: 1_000, warnRatio: 0.5, ignoreFailuresAfterTransactionTimeout: true };

describe('TwoPhaseCommit', () => {
  it('case 97: the notification of a checkpoint commits all transactions up to its barrier, and no other', async () => {
    const store = new Store();
    const { sink } = await threeSnapshots(store);
    await sink.transactions.complete(1);
    expect(store.committed).toEqual([42, 43]);
    expect([sink.transactions.preCommitted, sink.transactions.open]).toEqual([['t3'], ['t4']]);
    expect([...store.hidden]).toEqual([
      ['t3', [44]],
      ['t4', []],
    ]);
  });

  it('case 97: a checkpoint that failed leaves its transactions to the next one that completes', async () => {
    const store = new Store();
    const { sink } = await threeSnapshots(store);
    await sink.transactions.complete(2);
    expect(store.committed).toEqual([42, 43, 44]);
  });

  it('case 98: a notification that comes late or twice commits nothing again', async () => {
    const store = new Store();
    const { sink } = await threeSnapshots(store);
    await sink.transactions.complete(2);
    await sink.transactions.complete(1);
    await sink.transactions.complete(2);
    expect(store.committed).toEqual([42, 43, 44]);
  });

  it('case 99: a restore commits what its snapshot covers and aborts what was begun behind it', async () => {
    const store = new Store();
    const sink = await Sink.open(store);
    sink.write(42);
    sink.snapshot(0);
    sink.write(43);
    const state = sink.snapshot(1);
    sink.write(44);
    // It goes down before it hears of checkpoint 1.
    await Sink.open(store, { restored: state });
    expect(store.committed).toEqual([42, 43]);
    expect([...store.hidden]).toEqual([]);
  });

  it('case 99: what was committed before the crash is not there twice after it', async () => {
    const store = new Store();
    const { sink, states } = await threeSnapshots(store);
    await sink.transactions.complete(1);
    await Sink.open(store, { restored: states[1] as TransactionState<string> });
    expect(store.committed).toEqual([42, 43]);
  });

  it.each([
    ['there is no time-out', null, 5_000],
    ['failures are not to be ignored', { ...timeout, ignoreFailuresAfterTransactionTimeout: false }, 5_000],
    ['the transaction is not older than the time-out', timeout, 1_000],
  ])('case 100: a commit that fails at a restore fails the attempt when %s', async (_, options, nowMs) => {
    const store = new Store();
    const { states } = await threeSnapshots(store);
    store.broken.add('t2');
    store.nowMs = nowMs;
    const restored = states[2] as TransactionState<string>;
    await expect(Sink.open(store, { restored, timeout: options })).rejects.toThrow('t2 is broken');
    expect(store.committed).toEqual([42]);
  });

  it('case 100: it is passed over, and said, when the transaction is older than the time-out and that is allowed', async () => {
    const store = new Store();
    const { states } = await threeSnapshots(store);
    store.broken.add('t2');
    store.nowMs = 1_001;
    await Sink.open(store, { restored: states[2] as TransactionState<string>, timeout });
    expect(store.committed).toEqual([42, 44]);
    expect(store.logged.filter((line) => line.startsWith('error'))).toHaveLength(1);
  });

  it('case 100: a commit that fails at a notification always fails the attempt, after all others were tried', async () => {
    const store = new Store();
    const sink = await Sink.open(store, { timeout });
    sink.write(1);
    sink.snapshot(1);
    sink.write(2);
    sink.snapshot(2);
    store.broken.add('t1');
    store.nowMs = 5_000;
    await expect(sink.transactions.complete(2)).rejects.toThrow('t1 is broken');
    expect(store.committed).toEqual([2]);
    store.broken.clear();
    await sink.transactions.complete(2);
    expect(store.committed).toEqual([2, 1]);
  });

  it('case 101: after finish() the last snapshot begins no transaction, writing is an error, and a restore aborts nothing', async () => {
    const store = new Store();
    const sink = await Sink.open(store);
    sink.write(42);
    const state = sink.finish(1);
    expect([sink.transactions.open, state.open]).toEqual([[], []]);
    expect(() => sink.write(43)).toThrow('takes no more rows');
    await Sink.open(store, { restored: state });
    expect(store.committed).toEqual([42]);
  });

  it('case 102: warns of an age beyond its share of the time-out, at a notification and at a restore', async () => {
    const ages: readonly (readonly [number, TransactionTimeout | null, number])[] = [
      [501, timeout, 1],
      [500, timeout, 0],
      [5_000, { ...timeout, warnRatio: null }, 0],
      [5_000, null, 0],
    ];
    for (const [nowMs, options, warnings] of ages) {
      const store = new Store();
      const sink = await Sink.open(store, { timeout: options });
      sink.write(42);
      const state = sink.snapshot(1);
      store.nowMs = nowMs;
      await sink.transactions.complete(1);
      expect(store.logged.filter((line) => line.startsWith('warn'))).toHaveLength(warnings);
      await Sink.open(store, { restored: state, timeout: options });
      expect(store.logged.filter((line) => line.startsWith('warn'))).toHaveLength(2 * warnings);
    }
  });

  it('forgets a transaction only when what its commit did is durable', async () => {
    const store = new Store();
    let syncs = 0;
    const transactions = new TwoPhaseCommit<string>({
      port: {
        commit: (name) => store.commit(name),
        abort: () => Promise.resolve(),
        afterCommits: (names) => {
          syncs += 1;
          return syncs === 1 ? Promise.reject(new Error('EIO')) : Promise.resolve(void store.logged.push(names.join()));
        },
      },
      clock: { now: () => 0, monotonic: () => 0 },
      logger: store.logger,
      timeout: null,
    });
    transactions.begin(store.create());
    transactions.begin(store.create());
    transactions.preCommit(1);
    await expect(transactions.complete(1)).rejects.toThrow('EIO');
    expect(transactions.preCommitted).toEqual(['t1', 't2']);
    await transactions.complete(1);
    expect([transactions.preCommitted, store.logged, syncs]).toEqual([[], ['t1,t2'], 2]);
  });
});
