// @ts-check
import { isCode, isSpec } from '../finding.mjs';

export const linesMax = 400;
/** A specification lists cases; a table of them may be longer than code. */
export const specLinesMax = 600;

/** @type {import('../finding.mjs').Rule} */
export function fileLength({ path, text }) {
  if (!isCode(path)) return [];
  const bound = isSpec(path) ? specLinesMax : linesMax;
  const lines = text.endsWith('\n') ? text.split('\n').length - 1 : text.split('\n').length;
  if (lines <= bound) return [];
  const message = `${lines} lines; the bound is ${bound}. Split it by concept, one file each.`;
  return [{ rule: 'file-length', path, line: 1, measure: lines, message }];
}
