import { describe, expect, it } from 'vitest';
import { entryOf, RestoredShares, type RestoredShare } from './restored-shares.ts';

/** Two subtasks had 10 rows and 5, and three subtasks have them now. */
const written = [
  entryOf({ subtask: 0, parallelism: 2, checkpointId: 7, counted: 10, keyed: 9 }),
  entryOf({ subtask: 1, parallelism: 2, checkpointId: 7, counted: 5, keyed: 6 }),
];

function restored(changes: Partial<RestoredShare> = {}): RestoredShares {
  const watch = new RestoredShares();
  const rows = [
    { counted: 8, keyed: 3 },
    { counted: 7, keyed: 12 },
    { counted: 0, keyed: 0 },
  ];
  rows.forEach((own, subtask) => {
    const share = { uid: 'tally', epoch: 2, subtask, parallelism: 3, ...own, shares: written, stamps: [7] };
    watch.add(subtask === 1 ? { ...share, ...changes } : share);
  });
  return watch;
}

describe('RestoredShares', () => {
  it('finds nothing wrong when all that was there is there again, whoever has it', () => {
    expect(restored().violation).toBeNull();
    expect(restored({ shares: [...written].reverse() }).violation).toBeNull();
  });

  it.each([
    ['split state that lost rows', { counted: 6 }, 'split state had 15 rows and has 14'],
    ['keyed state that lost rows', { keyed: 0 }, 'keyed state had 15 rows and has 3'],
    ['another union state', { shares: written.slice(0, 1) }, 'another union state'],
    ['several copies of broadcast state', { stamps: [7, 7] }, 'broadcast state of subtask 1'],
  ])('finds %s', (_, changes, message) => {
    expect(restored(changes).violation).toContain(message);
  });

  it('waits for the last subtask of an attempt', () => {
    const watch = new RestoredShares();
    watch.add({ uid: 't', epoch: 1, subtask: 0, parallelism: 2, counted: 1, keyed: 1, shares: written, stamps: [] });
    expect(watch.violation).toBeNull();
  });
});
