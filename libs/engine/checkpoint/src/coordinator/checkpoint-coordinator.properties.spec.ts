import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { physicalKey } from '../completed/shared-file-registry.ts';
import type { StateFile } from '@weir/engine-core';
import {
  CoordinatorWorld,
  locationOf,
  manualCheckpoint,
  savepoint,
  stopSavepoint,
  taskOf,
} from '../testing/coordinator-world.ts';
import { fileOf, keyedHandleOf, stateOf } from '../testing/states.ts';
import { vertexOf } from '../testing/topologies.ts';
import type { CoordinatorConfig } from './coordinator-config.ts';
import type { CoordinatorEffect } from './coordinator-effect.ts';

/** One move of a world that may do anything in any order; `pick` chooses among what there is. */
interface Move {
  readonly kind: (typeof moveKinds)[number];
  readonly pick: number;
}

const moveKinds = [
  'advance',
  'periodic',
  'checkpoint',
  'savepoint',
  'stop',
  'prepare',
  'prepare-fails',
  'acknowledge',
  'acknowledge',
  'acknowledge',
  'acknowledge-late',
  'acknowledge-late',
  'decline',
  'expire',
  'publish',
  'publish',
  'publish-fails',
  'publish-unknown',
  'discarded',
  'task-finishes',
  'tasks-fail',
  'attempt',
  'pause',
  'resume',
] as const;

const movesOf = (length: number): fc.Arbitrary<readonly Move[]> =>
  fc.array(fc.record({ kind: fc.constantFrom(...moveKinds), pick: fc.nat(1_000) }), {
    minLength: 1,
    maxLength: length,
  });

const configs: fc.Arbitrary<Partial<CoordinatorConfig>> = fc.record({
  intervalMs: fc.constantFrom(null, 10, 100),
  minPauseMs: fc.constantFrom(0, 20),
  maxConcurrentCheckpoints: fc.integer({ min: 1, max: 3 }),
  retainedCheckpoints: fc.integer({ min: 1, max: 3 }),
  tolerableFailedCheckpoints: fc.constantFrom(0, 2, Number.POSITIVE_INFINITY),
  retention: fc.constantFrom('NEVER' as const, 'ON_CANCELLATION' as const),
  isIncremental: fc.boolean(),
});

/** Plays moves against a coordinator whose storage and tasks do as they please, and watches the invariants. */
class Chaos {
  readonly world: CoordinatorWorld;
  readonly #config: Partial<CoordinatorConfig>;
  readonly #answers = new Map<string, number>();
  readonly #kinds = new Map<number, 'CHECKPOINT' | 'SAVEPOINT'>();
  readonly #published = new Set<number>();
  readonly #told = new Set<number>();
  readonly #unprepared = new Set<number>();
  readonly #unpublished = new Set<number>();
  readonly #undiscarded = new Set<number>();
  readonly #everTriggered: number[] = [];
  #seen = 0;

  constructor(config: Partial<CoordinatorConfig>) {
    this.#config = config;
    const topology = { vertices: [vertexOf('a', { parallelism: 2 }), vertexOf('b')] };
    this.world = new CoordinatorWorld({ config, topology, storage: 'MANUAL' }).run();
  }

  play({ kind, pick }: Move): void {
    this.#moves[kind](pick);
    this.check();
  }

  readonly #moves: Readonly<Record<Move['kind'], (pick: number) => void>> = {
    advance: (pick) => void this.world.advance(pick),
    periodic: () => void this.world.tell({ kind: 'periodic-timer-fired' }),
    checkpoint: () => void this.#answers.set(this.world.request(manualCheckpoint), 0),
    savepoint: () => void this.#answers.set(this.world.request(savepoint), 0),
    stop: () => void this.#answers.set(this.world.request(stopSavepoint), 0),
    prepare: (pick) => this.#take(this.#unprepared, pick, (id) => this.world.prepare(id)),
    'prepare-fails': (pick) =>
      this.#take(this.#unprepared, pick, (id) =>
        this.world.tell({ kind: 'location-failed', checkpointId: id, message: 'no', isFenced: false }),
      ),
    acknowledge: (pick) => {
      const pending = this.#pending(pick);
      if (pending !== undefined && this.#everTriggered.includes(pending)) this.#acknowledge(pending, pick);
    },
    'acknowledge-late': (pick) => this.#acknowledge(choose(this.#everTriggered, pick) ?? 999, pick),
    decline: (pick) => {
      const pending = this.#pending(pick);
      if (pending !== undefined) this.world.decline(pending, this.#task(pick));
    },
    expire: (pick) => {
      const pending = this.#pending(pick);
      if (pending !== undefined) this.world.expire(pending);
    },
    publish: (pick) => this.#take(this.#unpublished, pick, (id) => this.world.publish(id)),
    'publish-fails': (pick) => this.#failPublication('NOT_PUBLISHED', pick),
    'publish-unknown': (pick) => this.#failPublication('UNKNOWN', pick),
    discarded: (pick) =>
      this.#take(this.#undiscarded, pick, (id) => this.world.tell({ kind: 'snapshot-discarded', checkpointId: id })),
    'task-finishes': (pick) =>
      void this.world.tell({ kind: 'task-state-changed', task: this.#task(pick), state: 'FINISHED' }),
    'tasks-fail': () => void this.world.tell({ kind: 'tasks-failed', message: 'boom' }),
    attempt: () => {
      // Messages of another epoch are ignored, and these tests send epoch 1: the attempt keeps it.
      const { topology } = this.world;
      this.world.tell({ kind: 'attempt-started', epoch: 1, topology, restoredFrom: null, recovered: null });
      this.world.run();
    },
    pause: () => void this.world.tell({ kind: 'scheduling-paused' }),
    resume: () => void this.world.tell({ kind: 'scheduling-resumed', random: 0.5 }),
  };

  check(): void {
    const effects = this.#newEffects();
    for (const effect of effects) this.#watch(effect);
    const { coordinator } = this.world;
    const checkpoints = coordinator.pendingIds.filter((id) => this.#kinds.get(id) === 'CHECKPOINT');
    expect(checkpoints.length).toBeLessThanOrEqual(this.#config.maxConcurrentCheckpoints ?? 1);
    const { total, inProgress, completed, failed } = coordinator.counts;
    expect(total).toBe(inProgress + completed + failed);
    expect(inProgress).toBe(coordinator.pendingIds.length);
    const ids = coordinator.retained.map(({ checkpointId }) => checkpointId);
    expect(ids).toEqual([...ids].sort((left, right) => left - right));
  }

  /** The job ends, the storage answers what it still owes: every request has exactly one answer, nothing stays armed or pending. */
  end(): void {
    this.world.tell({ kind: 'job-ended', state: 'CANCELED' });
    this.check();
    const told = this.#told.size;
    while (this.#unpublished.size > 0) {
      this.#take(this.#unpublished, 0, (id) => this.world.publish(id));
      this.check();
    }
    expect(this.#told.size).toBe(told);
    expect(this.world.coordinator.pendingIds).toEqual([]);
    expect([...this.#answers.values()].every((count) => count === 1)).toBe(true);
    const armed = this.world.all('arm-expiry').map(({ checkpointId }) => checkpointId);
    expect(
      this.world
        .all('cancel-expiry')
        .map(({ checkpointId }) => checkpointId)
        .sort(),
    ).toEqual(armed.sort());
  }

  #watch(effect: CoordinatorEffect): void {
    switch (effect.kind) {
      case 'prepare-location':
        expect(this.#kinds.has(effect.checkpointId)).toBe(false);
        this.#kinds.set(effect.checkpointId, effect.snapshotKind);
        this.#unprepared.add(effect.checkpointId);
        break;
      case 'trigger-tasks':
        expect(Math.max(0, ...this.#everTriggered)).toBeLessThan(effect.checkpointId);
        this.#everTriggered.push(effect.checkpointId);
        break;
      case 'publish-manifest':
        expect(this.#published.has(effect.checkpointId)).toBe(false);
        this.#unpublished.add(effect.checkpointId);
        break;
      case 'notify-complete':
        expect(this.#published).toContain(effect.checkpointId);
        expect(this.#told).not.toContain(effect.checkpointId);
        this.#told.add(effect.checkpointId);
        break;
      case 'notify-aborted':
        expect(this.#told).not.toContain(effect.checkpointId);
        break;
      case 'discard-snapshot':
        this.#undiscarded.add(effect.checkpointId);
        expect(this.#retainedIds()).not.toContain(effect.checkpointId);
        break;
      case 'abandon-location':
        expect(this.#retainedIds()).not.toContain(effect.checkpointId);
        expect(this.world.all('resolve-request').map(({ checkpointId }) => checkpointId)).not.toContain(
          effect.checkpointId,
        );
        break;
      case 'discard-files':
        for (const file of effect.files) expect(this.#reachable()).not.toContain(physicalKey(effect.location, file));
        break;
      case 'resolve-request':
        expect(this.#published).toContain(effect.checkpointId);
        this.#answer(effect.requestId);
        break;
      case 'reject-request':
        this.#answer(effect.requestId);
        break;
      default:
        break;
    }
  }

  #answer(requestId: string): void {
    const count = this.#answers.get(requestId) ?? 0;
    expect(count).toBe(0);
    this.#answers.set(requestId, count + 1);
  }

  #newEffects(): readonly CoordinatorEffect[] {
    const effects = this.world.log.slice(this.#seen);
    this.#seen = this.world.log.length;
    return effects;
  }

  #pending(pick: number): number | undefined {
    return choose(this.world.coordinator.pendingIds, pick);
  }

  #failPublication(outcome: 'NOT_PUBLISHED' | 'UNKNOWN', pick: number): void {
    this.#take(this.#unpublished, pick, (id) =>
      this.world.tell({ kind: 'publish-failed', checkpointId: id, message: 'no', outcome }),
    );
  }

  #take(from: Set<number>, pick: number, answer: (id: number) => unknown): void {
    const id = choose([...from], pick);
    if (id === undefined) return;
    from.delete(id);
    if (from === this.#unpublished) this.#published.add(id);
    answer(id);
  }

  /** Files of increasing checkpoints: one of its own, and the shared one of the newest retained checkpoint, as an increment would. */
  #acknowledge(checkpointId: number, pick: number): void {
    const task = this.#task(pick);
    const shared: StateFile[] =
      this.world.coordinator.retained.at(-1)?.manifest.files.filter(({ path }) => path.startsWith('../')) ?? [];
    const files = [
      fileOf(`own-${task.vertex}-${task.subtask}`),
      fileOf(`../shared/${checkpointId}-${task.vertex}-${task.subtask}`),
      ...shared,
    ];
    const keyed = files.map((file) => ({ ...keyedHandleOf(file.path, [1], file.path), file }));
    this.world.acknowledge(checkpointId, task, { state: stateOf({ keyed }) });
  }

  #task(pick: number) {
    return choose(this.world.tasks, pick) ?? taskOf('a');
  }

  #retainedIds(): readonly number[] {
    return this.world.coordinator.retained.map(({ checkpointId }) => checkpointId);
  }

  #reachable(): readonly string[] {
    return this.world.coordinator.retained.flatMap(({ path, manifest }) =>
      manifest.files.map((file) => physicalKey(path, file)),
    );
  }
}

function choose<Item>(items: readonly Item[], pick: number): Item | undefined {
  return items[pick % Math.max(1, items.length)];
}

describe('CheckpointCoordinator, under any sequence of events', () => {
  it('keeps its invariants, whatever happens in whatever order', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(configs, movesOf(120), (config, moves) => {
        const chaos = new Chaos(config);
        for (const move of moves) chaos.play(move);
        chaos.end();
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same effects for the same events and facts', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(configs, movesOf(60), (config, moves) => {
        const logs = [new Chaos(config), new Chaos(config)].map((chaos) => {
          for (const move of moves) chaos.play(move);
          return chaos.world.log;
        });
        expect(logs[0]).toEqual(logs[1]);
      }),
      { numRuns: 50 },
    );
  });

  it('makes progress once faults end: a new attempt completes its next checkpoint', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(configs, movesOf(80), (config, moves) => {
        const chaos = new Chaos(config);
        for (const move of moves) chaos.play(move);
        const { world } = chaos;
        for (const { checkpointId } of world.all('discard-snapshot'))
          world.tell({ kind: 'snapshot-discarded', checkpointId });
        world.tell({
          kind: 'attempt-started',
          epoch: 1,
          topology: world.topology,
          restoredFrom: null,
          recovered: null,
        });
        const id = world.run().trigger();
        world.prepare(id);
        world.acknowledgeAll(id);
        world.publish(id);
        expect(world.retainedIds.at(-1)).toBe(id);
        expect(world.coordinator.restorePoint).toMatchObject({ checkpointId: id, path: locationOf(id) });
      }),
      { numRuns: 100 },
    );
  });
});
