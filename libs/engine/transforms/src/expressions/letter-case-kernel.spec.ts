import { batchOf, textOf } from '@weir/engine-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ColumnReferenceKernel } from './leaf-kernels.ts';
import { LetterCaseKernel } from './letter-case-kernel.ts';

function map(texts: readonly string[], to: 'lower' | 'upper'): readonly string[] {
  const batch = batchOf(
    [{ name: 's', type: 'STRING', nullable: false }],
    texts.map((s) => ({ s })),
  );
  const kernel = new LetterCaseKernel(new ColumnReferenceKernel(0, 'STRING'), to);
  kernel.evaluate(batch);
  return texts.map((_, row) => textOf(kernel.column, row));
}

describe('LetterCaseKernel', () => {
  it.each(['lower', 'upper'] as const)('maps every character of Unicode as the platform does: %s', (to) => {
    const wrong: string[] = [];
    // Above U+20000 there are ideographs and private characters alone.
    for (let from = 0; from < 0x2_0000; from += 4_096) {
      const codes = Array.from({ length: 4_096 }, (_, index) => from + index).filter(
        (code) => code < 0xd800 || code > 0xdfff,
      );
      const texts = codes.map((code) => String.fromCodePoint(code));
      const mapped = map(texts, to);
      wrong.push(
        ...texts.filter((text, row) => mapped[row] !== (to === 'lower' ? text.toLowerCase() : text.toUpperCase())),
      );
    }
    expect(wrong).toEqual([]);
  });

  it.each(['ΟΔΥΣΣΕΥΣ ΣΑΣ', 'Σ', 'aΣ b', 'İstanbul', 'straße', 'ﬁn', 'ŉ', 'Ⱥ', '😀É😀', 'Ǆ', ''])(
    'maps %j among others',
    (text) => {
      expect(map(['PLAIN', text, 'plain'], 'lower')).toEqual(['plain', text.toLowerCase(), 'plain']);
      expect(map(['PLAIN', text, 'plain'], 'upper')).toEqual(['PLAIN', text.toUpperCase(), 'PLAIN']);
    },
  );

  it('maps any texts as the platform does', () => {
    const texts = fc.array(
      fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.string(),
        fc.string({ unit: fc.constantFrom('Σ', 'a', ' ', 'É', '.') }),
      ),
    );
    fc.assert(
      fc.property(texts, (list) => {
        expect(map(list, 'lower')).toEqual(list.map((text) => text.toLowerCase()));
        expect(map(list, 'upper')).toEqual(list.map((text) => text.toUpperCase()));
      }),
    );
  });
});
