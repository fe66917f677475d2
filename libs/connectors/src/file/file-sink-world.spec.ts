import { batchOf } from '@weir/engine-core';
import { MemoryFileSystem } from '@weir/engine-core/file-system';
import type { Random } from '@weir/kernel';
import { describe, expect, it } from 'vitest';
import { analyzedSink } from '../harness/analyzed.ts';
import { ConnectorHarness } from '../harness/connector-harness.ts';
import { redistribute, type StateSnapshot } from '../harness/operator-state-memory.ts';
import type { FileSink } from './file-sink.ts';
import { fileSinkFactory } from './file.ts';

const folder = '/files/rows';
const operator = analyzedSink('file', { path: 'rows', rollBytes: 1_024 }, [{ n: 1 }]);

function seeded(seed: number): Random {
  let state = seed >>> 0;
  return {
    next: () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    },
  };
}

interface Completed {
  /** Rows below are covered. */
  readonly position: number;
  readonly states: readonly StateSnapshot[];
}

/** A job with one source of numbers and this sink, driven step by step by chance, and failed in every way there is. */
class SinkWorld {
  readonly files = new MemoryFileSystem({
    inject: () => (this.#faults > 0 && this.#chance(this.#faults) ? { kind: 'error', code: 'EIO' } : null),
  });
  readonly #random: Random;
  #faults = 0;
  #epoch = 0;
  #checkpointId = 0;
  #position = 0;
  #completed: Completed | null = null;
  #sinks: { readonly sink: FileSink; readonly harness: ConnectorHarness }[] = [];
  #notified: Promise<unknown>[] = [];

  constructor(seed: number) {
    this.#random = seeded(seed);
  }

  async run(attempts: number): Promise<void> {
    await this.files.makeFolder('/files');
    await this.files.syncFolder('/');
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      this.#faults = this.#chance(0.3) ? 0.02 : 0;
      await this.#attempt().catch(() => undefined);
      await this.#fail();
    }
    this.#faults = 0;
    await this.#start();
    this.#write();
    do await this.#checkpoint();
    while (this.#complete !== this.#checkpointId || this.#completed?.position !== this.#position);
    await this.#notifyAll();
  }

  get position(): number {
    return this.#position;
  }

  async #attempt(): Promise<void> {
    await this.#start();
    while (this.#chance(0.85)) {
      this.#write();
      if (!this.#chance(0.7)) continue;
      await this.#checkpoint();
      // The notification may be lost, may reach some, and goes on beside the rows.
      if (this.#chance(0.8)) this.#notified.push(this.#notifyAll());
      if (this.#chance(0.5)) await Promise.all(this.#notified);
      if (this.#sinks.some(({ harness }) => harness.failures.length > 0)) return;
    }
  }

  async #start(): Promise<void> {
    this.#epoch += 1;
    const parallelism = 1 + Math.floor(this.#random.next() * 4);
    const dealt = this.#completed && redistribute(this.#completed.states, parallelism);
    this.#position = this.#completed?.position ?? 0;
    this.#sinks = [];
    for (let subtask = 0; subtask < parallelism; subtask += 1) {
      const own = dealt?.[subtask];
      const place = {
        uid: 'sink',
        epoch: this.#epoch,
        subtask,
        parallelism,
        ...(own === undefined ? {} : { restored: own }),
      };
      const harness = new ConnectorHarness(place);
      const sink = fileSinkFactory({ fileSystem: this.files, filesRoot: '/files' }).create(operator, harness.context);
      this.#sinks.push({ sink: sink as FileSink, harness });
      await sink.open();
    }
  }

  #write(): void {
    for (let batches = Math.floor(this.#random.next() * 6); batches > 0; batches -= 1) {
      const rows = Array.from({ length: 1 + Math.floor(this.#random.next() * 60) }, (_, at) => ({
        n: this.#position + at,
      }));
      this.#position += rows.length;
      const to = this.#sinks[Math.floor(this.#random.next() * this.#sinks.length)];
      to?.sink.processBatch(batchOf(operator.inputColumns, rows));
    }
  }

  async #checkpoint(): Promise<void> {
    this.#checkpointId += 1;
    const position = this.#position;
    const finishes: (() => Promise<void>)[] = [];
    const states = this.#sinks.map(({ sink, harness }) => {
      const finish = sink.snapshot(this.#checkpointId);
      if (finish !== null) finishes.push(finish);
      return harness.state.snapshot();
    });
    if (this.#chance(0.3)) this.#write();
    const acknowledged = await Promise.allSettled(finishes.map((finish) => finish()));
    if (this.#chance(0.2) || acknowledged.some(({ status }) => status === 'rejected')) {
      for (const { sink } of this.#sinks) sink.notifyCheckpointAborted(this.#checkpointId);
    } else {
      this.#completed = { position, states };
      this.#complete = this.#checkpointId;
    }
  }

  #complete = 0;

  async #notifyAll(): Promise<void> {
    if (this.#complete !== this.#checkpointId) return;
    const told = this.#sinks.filter(() => this.#faults === 0 || !this.#chance(0.2));
    await Promise.all(told.map(({ sink }) => sink.notifyCheckpointComplete(this.#complete)));
  }

  async #fail(): Promise<void> {
    const kind = Math.floor(this.#random.next() * 3);
    // 0: the attempt is closed. 1: it is abandoned as it stands, and goes on beside its successor. 2: the host goes down.
    if (kind === 0) await Promise.allSettled(this.#sinks.map(({ sink }) => sink.close()));
    if (kind === 2) this.files.crash(this.#chance(0.5) ? this.#random : null);
    for (const done of this.#notified) done.catch(() => undefined);
    this.#notified = [];
  }

  #chance(probability: number): boolean {
    return this.#random.next() < probability;
  }
}

describe('the file sink in a world of faults', () => {
  it.each(Array.from({ length: Number(process.env['SINK_SEEDS'] ?? 150) }, (_, seed) => seed))(
    'shows every row once and leaves nothing behind: seed %i',
    async (seed) => {
      const world = new SinkWorld(seed);
      await world.run(1 + (seed % 7));
      // What was removed must not come back when the power goes.
      world.files.crash();
      const seen: number[] = [];
      for (const { name } of await world.files.list(folder)) {
        expect(name).toMatch(/^part-[0-9a-f]{12}-\d+-\d-\d+\.jsonl$/);
        const text = new TextDecoder().decode(world.files.readNow(`${folder}/${name}`));
        seen.push(
          ...text
            .split('\n')
            .slice(0, -1)
            .map((line) => (JSON.parse(line) as { n: number }).n),
        );
      }
      expect(seen.sort((left, right) => left - right)).toEqual(Array.from({ length: world.position }, (_, n) => n));
    },
  );
});
