import { StorageError, type AttemptStorage } from '@weir/engine-core';
import { epoch, manifestOf, publishSnapshot, testJob, writeStateFile } from '@weir/engine-core/conformance';
import type { Random } from '@weir/kernel';
import { describe, expect, it } from 'vitest';
import { memoryWorld } from '../testing/memory-world.ts';

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

/** Attempts that prepare, write, publish, abandon and discard while files fail, hosts go down and stale attempts go on. */
class StorageWorld {
  readonly #random: Random;
  #faults = 0;
  readonly world = memoryWorld({
    inject: ({ kind }) => {
      if (this.#faults === 0 || this.#random.next() >= this.#faults) return null;
      return kind === 'write'
        ? { kind: 'error', code: 'ENOSPC', bytes: Math.floor(this.#random.next() * 40) }
        : { kind: 'error', code: 'EIO' };
    },
    deviceOf: (path) => (this.#hasTwoDevices && path.startsWith('/savepoints') ? 'far' : 'near'),
  });
  readonly #hasTwoDevices: boolean;
  #epoch = 0;
  #checkpointId = 0;
  /** Paths whose publish has resolved and that nobody began to discard. */
  readonly mustBeThere = new Set<string>();
  /** Paths somebody wanted gone: who asks again until it succeeds leaves nothing. */
  readonly #unwanted = new Set<string>();
  readonly #stale: { readonly epoch: number; readonly attempt: AttemptStorage }[] = [];

  constructor(seed: number) {
    this.#random = seeded(seed);
    this.#hasTwoDevices = seed % 3 === 0;
  }

  async run(): Promise<void> {
    const attempts = 1 + Math.floor(this.#random.next() * 5);
    for (let count = 0; count < attempts; count += 1) {
      this.#faults = this.#chance(0.5) ? 0.05 : 0;
      await this.#attempt();
      if (this.#chance(0.5)) this.world.fileSystem.crash(this.#chance(0.5) ? this.#random : null);
    }
    this.#faults = 0;
    this.#epoch += 1;
    await this.world.storage().openAttempt(testJob, epoch(this.#epoch));
    await this.world.storage().removeLeftovers(testJob, epoch(this.#epoch));
    for (const path of this.#unwanted) await this.world.storage().discard(path);
  }

  async #attempt(): Promise<void> {
    this.#epoch += 1;
    const mine = this.#epoch;
    const attempt = await this.#tolerant(this.world.storage().openAttempt(testJob, epoch(mine)));
    if (attempt === undefined) return;
    while (this.#chance(0.85)) {
      const stale = this.#stale[Math.floor(this.#random.next() * this.#stale.length)];
      if (stale !== undefined && this.#chance(0.2)) await this.#expectFenced(stale);
      else await this.#step(attempt, mine);
    }
    this.#stale.push({ epoch: mine, attempt });
    if (this.#chance(0.5)) await this.#tolerant(this.world.storage().removeLeftovers(testJob, epoch(mine)));
  }

  async #step(attempt: AttemptStorage, mine: number): Promise<void> {
    this.#checkpointId += 1;
    const identity = { epoch: mine, checkpointId: this.#checkpointId };
    const kind = this.#chance(0.3) ? ('SAVEPOINT' as const) : ('CHECKPOINT' as const);
    const directory = kind === 'SAVEPOINT' ? this.world.savepointFolder : null;
    const location = await this.#tolerant(attempt.prepare({ checkpointId: this.#checkpointId, kind, directory }));
    if (location === undefined) return;
    const files = this.#chance(0.5) ? this.world.files : this.world.inlineFiles;
    const written = await this.#tolerant(writeStateFile(files, location, identity));
    if (written !== undefined && this.#chance(0.8)) {
      const path = await this.#tolerant(attempt.publish(location, manifestOf({ ...identity, kind }, written)));
      if (path !== undefined) this.mustBeThere.add(path);
    } else if (this.#chance(0.8)) {
      await this.#tolerant(attempt.abandon(location));
    }
    const [oldest] = this.mustBeThere;
    if (oldest !== undefined && this.#chance(0.3)) {
      this.mustBeThere.delete(oldest);
      this.#unwanted.add(oldest);
      await this.#tolerant(this.#chance(0.5) ? attempt.discard(oldest) : this.world.storage().discard(oldest));
    }
  }

  async #expectFenced({
    epoch: old,
    attempt,
  }: {
    readonly epoch: number;
    readonly attempt: AttemptStorage;
  }): Promise<void> {
    this.#checkpointId += 1;
    const published = publishSnapshot(this.world, attempt, { epoch: old, checkpointId: this.#checkpointId });
    const error: unknown = await published.then(
      ({ path }) => new Error(`The stale epoch ${old} has published ${path}.`),
      (reason: unknown) => reason,
    );
    // A file may fail before the fence is reached; nothing else may happen.
    expect(error).toBeInstanceOf(StorageError);
    if (this.#faults === 0) expect(error).toMatchObject({ code: 'FENCED' });
  }

  /** Undefined for an error of the storage, which is allowed while files fail. */
  async #tolerant<Result>(done: Promise<Result>): Promise<Result | undefined> {
    try {
      return await done;
    } catch (error) {
      expect(error).toBeInstanceOf(StorageError);
      if (this.#faults === 0) throw error;
      return undefined;
    }
  }

  #chance(probability: number): boolean {
    return this.#random.next() < probability;
  }
}

async function filesUnder(world: StorageWorld['world'], folder: string): Promise<string[]> {
  if ((await world.fileSystem.inspect(folder)) === null) return [];
  const found: string[] = [];
  for (const { name, kind } of await world.fileSystem.list(folder)) {
    const path = `${folder}/${name}`;
    if (kind === 'folder') found.push(...(await filesUnder(world, path)));
    else found.push(path);
  }
  return found;
}

describe('the filesystem storage in a world of faults', () => {
  it.each(Array.from({ length: Number(process.env['STORAGE_SEEDS'] ?? 100) }, (_, seed) => seed))(
    'keeps what it acknowledged, whole, and nothing else: seed %i',
    async (seed) => {
      const storageWorld = new StorageWorld(seed);
      await storageWorld.run();
      const { world } = storageWorld;
      for (const path of storageWorld.mustBeThere) expect(await world.storage().verify(path)).toEqual([]);

      const listed = await world.storage().list(testJob);
      const reachable = new Set<string>();
      const folders = new Set([...listed.map(({ path }) => path), ...storageWorld.mustBeThere]);
      for (const { name } of await savepointFolders(world)) folders.add(`${world.savepointFolder}/${name}`);
      for (const folder of folders) {
        const manifest = await world.storage().readManifest(folder);
        expect(await world.storage().verify(folder)).toEqual([]);
        const made = manifest.files.filter(({ inline }) => inline === undefined);
        for (const name of ['_metadata', ...made.map(({ path }) => path)]) reachable.add(`${folder}/${name}`);
      }
      const present = [...(await filesUnder(world, '/snapshots')), ...(await filesUnder(world, '/savepoints'))];
      expect(present.filter((path) => !reachable.has(path))).toEqual([]);
    },
  );
});

async function savepointFolders(world: StorageWorld['world']): Promise<readonly { readonly name: string }[]> {
  if ((await world.fileSystem.inspect(world.savepointFolder)) === null) return [];
  return world.fileSystem.list(world.savepointFolder);
}
