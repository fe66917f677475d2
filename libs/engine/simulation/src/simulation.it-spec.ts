import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { replayWorld, runWorld } from './run/run-world.ts';
import type { World } from './world/world.ts';

/** A world in which something was found once, kept as it was drawn: a seed would mean another world as soon as worlds are drawn otherwise. */
interface Find {
  readonly found: string;
  readonly world: World;
}

const folder = new URL('../finds/', import.meta.url);
const finds = readdirSync(folder).map((name): readonly [string, Find] => [
  name,
  JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Find,
]);

/** What happens when in a world follows from its seed, and shifts with the code: the world of a find is lived several times. */
const livesOfFind = [0, 1, 2];
const seeds = 60;
/** Seeds of one test: a busy machine takes long. */
const seedsAtOnce = 15;

describe('The simulation', () => {
  it.each(finds)('holds every invariant in the world of %s', async (_, { found, world }) => {
    for (const life of livesOfFind) {
      const { violation } = await replayWorld({ ...world, seed: world.seed + life * 1_000_000 });
      expect(violation, `${found} (life ${life})`).toBeNull();
    }
  });

  it.each(Array.from({ length: seeds / seedsAtOnce }, (_, index) => 1_000 + index * seedsAtOnce))(
    `holds every invariant in ${seedsAtOnce} worlds from seed %i on`,
    async (from) => {
      for (let seed = from; seed < from + seedsAtOnce; seed += 1) {
        const { violation } = await runWorld(seed);
        expect(violation, `seed ${seed}`).toBeNull();
      }
    },
  );

  it('replays a seed bit for bit', async () => {
    for (const seed of [3, 8, 26, 84]) {
      const [first, second] = [await runWorld(seed), await runWorld(seed)];
      expect(second.hash).toBe(first.hash);
      expect(first.events).toBeGreaterThan(20);
    }
  });
});
