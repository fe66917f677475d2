import { describe, expect, it } from 'vitest';
import { parseJobId, parseRunId } from './ids.ts';

const uuid = '0b6a1c8e-5d21-4b7a-9c0e-8f1d2a3b4c5d';

describe('ids', () => {
  it.each([
    ['job', parseJobId],
    ['run', parseRunId],
  ])('of a %s are UUIDs in lower case, and nothing else', (_, parse) => {
    expect(parse(uuid)).toBe(uuid);
    for (const wrong of ['', uuid.toUpperCase(), uuid.slice(1), `${uuid}0`, `${uuid}\n`, '../etc']) {
      expect(parse(wrong)).toBeUndefined();
    }
  });
});
