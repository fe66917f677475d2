import { checkJsonText } from '@weir/job-spec';

/** What the text of the editor is: a JSON object, or why not. */
export type SpecText =
  | { readonly kind: 'object'; readonly value: Readonly<Record<string, unknown>> }
  | { readonly kind: 'empty' }
  | { readonly kind: 'not-json'; readonly message: string }
  /** JSON, of which a parser would change something without a word. */
  | { readonly kind: 'altered'; readonly message: string }
  | { readonly kind: 'not-an-object' };

export function readSpecText(text: string): SpecText {
  if (text.trim() === '') return { kind: 'empty' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { kind: 'not-json', message: error instanceof Error ? error.message : 'This is not JSON.' };
  }
  const [altered] = checkJsonText(text);
  if (altered !== undefined) return { kind: 'altered', message: `${altered.pointer || '/'}: ${altered.message}` };
  return isPlainObject(value) ? { kind: 'object', value } : { kind: 'not-an-object' };
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Two spaces deep; short lists and objects stay on one line, so that an operator is a few lines and not thirty. */
export function specToText(spec: unknown): string {
  return `${print(spec, { depth: 0, column: lineWidth })}\n`;
}

const lineWidth = 72;

interface Place {
  readonly depth: number;
  /** How many characters stand on the line already. */
  readonly column: number;
}

function print(value: unknown, { depth, column }: Place): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const short = printOnOneLine(value);
  if (column + short.length <= lineWidth) return short;
  const pad = '  '.repeat(depth + 1);
  if (Array.isArray(value) && value.every(isScalar)) return fillLines(value, depth);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const parts = Array.isArray(value)
    ? value.map((item) => print(item, { depth: depth + 1, column: pad.length }))
    : Object.entries(value).map(([name, part]) => {
        const key = `${JSON.stringify(name)}: `;
        return key + print(part, { depth: depth + 1, column: pad.length + key.length });
      });
  return parts.length === 0
    ? `${open}${close}`
    : `${open}\n${pad}${parts.join(`,\n${pad}`)}\n${'  '.repeat(depth)}${close}`;
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

/** A long list of texts or numbers: as many on a line as fit. */
function fillLines(values: readonly unknown[], depth: number): string {
  const pad = '  '.repeat(depth + 1);
  const lines: string[] = [];
  for (const text of values.map((value) => JSON.stringify(value))) {
    const last = lines.at(-1);
    if (last !== undefined && pad.length + last.length + text.length + 2 <= lineWidth)
      lines[lines.length - 1] = `${last}, ${text}`;
    else lines.push(text);
  }
  return `[\n${pad}${lines.join(`,\n${pad}`)}\n${'  '.repeat(depth)}]`;
}

function printOnOneLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(printOnOneLine).join(', ')}]`;
  const parts = Object.entries(value).map(([name, part]) => `${JSON.stringify(name)}: ${printOnOneLine(part)}`);
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

/** The nearest pointer at or above `pointer` that `known` has: a missing field is marked at its parent. */
export function nearestPointer(pointer: string, known: ReadonlySet<string>): string {
  let current = pointer;
  while (current !== '' && !known.has(current)) current = current.slice(0, current.lastIndexOf('/'));
  return current;
}
