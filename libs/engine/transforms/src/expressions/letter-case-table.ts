export type LetterCase = 'lower' | 'upper';

/** In a table: this character needs its whole text to be mapped, by the platform. */
export const NEEDS_TEXT = 0xffff;
/** Σ becomes σ or ς, depending on what stands around it. */
const CAPITAL_SIGMA = 0x3a3;
/** From here on no character has a case: emoji and rare ideographs. */
export const CASELESS_FROM = 0x1f000;

const tables: Partial<Record<LetterCase, Uint16Array>> = {};

/** Unicode's case mapping of each character below U+10000 that becomes one such character; made at the first use. */
export function letterCaseTable(to: LetterCase): Uint16Array {
  const known = tables[to];
  if (known) return known;
  const table = new Uint16Array(0x1_0000);
  for (let code = 0; code < table.length; code += 1) {
    const character = String.fromCharCode(code);
    const mapped = to === 'lower' ? character.toLowerCase() : character.toUpperCase();
    table[code] = mapped.length === 1 && code !== CAPITAL_SIGMA ? mapped.charCodeAt(0) : NEEDS_TEXT;
  }
  tables[to] = table;
  return table;
}
