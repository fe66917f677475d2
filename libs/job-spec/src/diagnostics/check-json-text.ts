import { toPointer } from './diagnostic.ts';

/** What parsing JSON would change without a word. */
export interface JsonTextProblem {
  /** JSON pointer of the number or text, or of the key that is there twice. */
  readonly pointer: string;
  readonly code: 'NUMBER_INEXACT' | 'TEXT_BROKEN' | 'KEY_REPEATED';
  readonly message: string;
}

interface OpenContainer {
  /** Keys that were met; null in a list. */
  readonly keys: Set<string> | null;
  /** Key or index of the member that comes. */
  at: string | number;
}

/** So many are told at once, and no more when their pointers have become so long. */
const problemsMax = 100;
const pointersLengthMax = 10_000;
/** Integers with fewer digits than 2^53 are exact. */
const exactDigitsMax = 15;
/** Integers with more digits are beyond every double. */
const finiteDigitsMax = 309;

const halfOfCharacter = /\p{Surrogate}/u;

const [quote, backslash, comma, minus, zero, nine] = [0x22, 0x5c, 0x2c, 0x2d, 0x30, 0x39];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

/**
 * Looks through a text that is known to be JSON, once and without recursion, for what JSON.parse takes and alters: integers that no double
 * holds, which it rounds, keys that an object has twice, of which it drops the first, and halves of characters (`\ud83d` alone), which become
 * a replacement character wherever they are written as UTF-8.
 */
export function checkJsonText(text: string): readonly JsonTextProblem[] {
  const problems: JsonTextProblem[] = [];
  let pointersLength = 0;
  const add = (problem: JsonTextProblem | undefined): void => {
    if (problem === undefined) return;
    problems.push(problem);
    pointersLength += problem.pointer.length;
  };
  const isFull = (): boolean => problems.length >= problemsMax || pointersLength >= pointersLengthMax;
  const open: OpenContainer[] = [];
  /** The next string is a key. */
  let isKeyNext = false;
  for (let at = 0; at < text.length && !isFull(); at += 1) {
    const character = text.charCodeAt(at);
    if (character === quote) {
      const end = endOfString(text, at);
      const literal = text.slice(at, end);
      if (isKeyNext) add(takeKey(literal, open));
      add(checkText(literal, open));
      isKeyNext = false;
      at = end - 1;
    } else if (character === minus || (character >= zero && character <= nine)) {
      const end = endOfNumber(text, at);
      if (end - at > exactDigitsMax) add(checkNumber(text.slice(at, end), open));
      at = end - 1;
    } else if (character === openBrace || character === openBracket) {
      isKeyNext = character === openBrace;
      open.push(isKeyNext ? { keys: new Set(), at: '' } : { keys: null, at: 0 });
    } else if (character === closeBrace || character === closeBracket) {
      open.pop();
      isKeyNext = false;
    } else if (character === comma) {
      const container = open.at(-1);
      isKeyNext = container !== undefined && container.keys !== null;
      if (typeof container?.at === 'number') container.at += 1;
    }
  }
  return problems;
}

function takeKey(literal: string, open: readonly OpenContainer[]): JsonTextProblem | undefined {
  const container = open.at(-1);
  const key = literal.includes('\\') ? String(JSON.parse(literal)) : literal.slice(1, -1);
  if (container === undefined || container.keys === null) return undefined;
  container.at = key;
  const isRepeated = container.keys.has(key);
  container.keys.add(key);
  if (!isRepeated) return undefined;
  const message = `The key ${shortened(JSON.stringify(key))} is there twice; keep one.`;
  return { pointer: pointerOf(open), code: 'KEY_REPEATED', message };
}

/** Only an escape can be half a character: the bytes of the body were judged before. */
function checkText(literal: string, open: readonly OpenContainer[]): JsonTextProblem | undefined {
  if (!literal.includes('\\u') || !halfOfCharacter.test(String(JSON.parse(literal)))) return undefined;
  const message = `${shortened(literal)} has half of a character: \\ud800 to \\udfff stand in pairs, a high one before a low one.`;
  return { pointer: pointerOf(open), code: 'TEXT_BROKEN', message };
}

function checkNumber(literal: string, open: readonly OpenContainer[]): JsonTextProblem | undefined {
  if (!/^-?\d+$/.test(literal) || isExact(literal)) return undefined;
  const message = `${shortened(literal)} would be rounded: whole numbers are exact within ±2^53. For a DOUBLE write it with an exponent.`;
  return { pointer: pointerOf(open), code: 'NUMBER_INEXACT', message };
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}

function isExact(literal: string): boolean {
  if (literal.length > finiteDigitsMax + 1) return false;
  const value = Number(literal);
  return Number.isFinite(value) && BigInt(value) === BigInt(literal);
}

function pointerOf(open: readonly OpenContainer[]): string {
  return toPointer(open.map(({ at }) => at));
}

/** Where the string that begins at `from` is over: behind its last quote. */
function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text.charCodeAt(at) !== quote) at += text.charCodeAt(at) === backslash ? 2 : 1;
  return at + 1;
}

function endOfNumber(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && !isDelimiter(text.charCodeAt(at))) at += 1;
  return at;
}

/** What stands behind a number in JSON: white space, a comma, a closing bracket. */
function isDelimiter(character: number): boolean {
  return character <= 0x20 || character === comma || character === closeBrace || character === closeBracket;
}
