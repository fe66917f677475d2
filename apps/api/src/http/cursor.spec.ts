import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { datedPage, encodeCursor, numberedPage } from './cursor.ts';

describe('cursors', () => {
  it('come back as what they were made of', () => {
    fc.assert(
      fc.property(fc.nat(), fc.uuid(), (rank, id) => {
        expect(datedPage({ limit: 5, cursor: encodeCursor({ rank, id }) ?? '' })).toEqual({
          limit: 5,
          after: { rank, id },
        });
        expect(numberedPage({ limit: 5, cursor: encodeCursor({ rank, id: '' }) ?? '' })).toEqual({
          limit: 5,
          after: { rank, id: '' },
        });
      }),
    );
  });

  it('of one list are refused by the other', () => {
    const dated = encodeCursor({ rank: 1, id: '00000000-0000-4000-8000-000000000000' }) ?? '';
    const numbered = encodeCursor({ rank: 1, id: '' }) ?? '';
    expect(() => numberedPage({ limit: 1, cursor: dated })).toThrow('not a cursor');
    expect(() => datedPage({ limit: 1, cursor: numbered })).toThrow('not a cursor');
  });

  it('of anybody else are refused, never passed on', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = Buffer.from(bytes).toString('latin1');
        expect(() => datedPage({ limit: 1, cursor: text })).toThrow('not a cursor');
      }),
    );
  });

  it('end with null', () => {
    expect(encodeCursor(null)).toBeNull();
    expect(numberedPage({ limit: 1 })).toEqual({ limit: 1, after: null });
  });
});
