import { describe, expect, it } from 'vitest';
import { parseCheckpointId, parseEpoch, parseJobId, parseOperatorUid, parseRunId, parseSnapshotId } from './ids.ts';

const uuid = '0b6a1c8e-5d21-4b7a-9c0e-8f1d2a3b4c5d';

describe('ids', () => {
  it.each([
    ['job', parseJobId],
    ['run', parseRunId],
    ['snapshot', parseSnapshotId],
  ])('of a %s are UUIDs in lower case, and nothing else', (_, parse) => {
    expect(parse(uuid)).toBe(uuid);
    for (const wrong of ['', uuid.toUpperCase(), uuid.slice(1), `${uuid}0`, `${uuid}\n`, '../etc']) {
      expect(parse(wrong)).toBeUndefined();
    }
  });

  it.each([
    ['checkpoint', parseCheckpointId],
    ['epoch', parseEpoch],
  ])('of a %s are whole numbers from 1 on', (_, parse) => {
    expect(parse(1)).toBe(1);
    expect(parse(Number.MAX_SAFE_INTEGER)).toBe(Number.MAX_SAFE_INTEGER);
    for (const wrong of [0, -1, 1.5, Number.NaN, Infinity, 2 ** 53]) expect(parse(wrong)).toBeUndefined();
  });

  it('of an operator may stand in files and URLs', () => {
    for (const right of ['a', 'word-count.1_x', '0', 'x'.repeat(100)]) expect(parseOperatorUid(right)).toBe(right);
    for (const wrong of ['', '.a', '-a', 'a/b', 'a b', 'ä', 'x'.repeat(101), 'a\n']) {
      expect(parseOperatorUid(wrong)).toBeUndefined();
    }
  });
});
