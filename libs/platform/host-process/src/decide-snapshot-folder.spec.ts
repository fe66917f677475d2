import { describe, expect, it } from 'vitest';
import { decideSnapshotFolder, type SnapshotFolderFacts } from './decide-snapshot-folder.ts';

const facts: SnapshotFolderFacts = {
  installation: { id: 'us', snapshotFolder: '/here' },
  folder: '/here',
  belongsTo: 'us',
  isOtherUp: false,
};
const first = { id: 'us', snapshotFolder: null };

describe('decideSnapshotFolder', () => {
  it.each<[string, Partial<SnapshotFolderFacts>, object]>([
    ['keeps what it has', {}, { kind: 'KEEP' }],
    ['keeps it beside others', { isOtherUp: true }, { kind: 'KEEP' }],
    ['takes a new folder at the first start', { installation: first, belongsTo: null }, { kind: 'TAKE' }],
    ['takes its own folder when nothing was recorded yet', { installation: first }, { kind: 'TAKE' }],
    ['marks its folder again when somebody removed the mark', { belongsTo: null }, { kind: 'TAKE' }],
    ['follows its folder to another place', { folder: '/there' }, { kind: 'MOVE', from: '/here' }],
    [
      'takes another folder, and leaves alone what lies in the old one',
      { folder: '/new', belongsTo: null },
      { kind: 'TAKE' },
    ],
    ['refuses the folder of another', { belongsTo: 'them' }, { kind: 'REFUSE' }],
    [
      'refuses the folder of another also at its first start',
      { installation: first, belongsTo: 'them' },
      { kind: 'REFUSE' },
    ],
    ['refuses another place while others are up', { folder: '/there', isOtherUp: true }, { kind: 'REFUSE' }],
    [
      'refuses a new place while others are up',
      { folder: '/there', belongsTo: null, isOtherUp: true },
      { kind: 'REFUSE' },
    ],
  ])('%s', (_what, change, decision) => {
    expect(decideSnapshotFolder({ ...facts, ...change })).toMatchObject(decision);
  });
});
