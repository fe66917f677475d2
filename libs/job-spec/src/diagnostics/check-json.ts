import { errorAt, type Diagnostic, type PointerPath } from './diagnostic.ts';

/** Deeper than any field of a spec, and shallow enough for every recursive walk after this one. */
export const JSON_DEPTH_MAX = 32;
export const JSON_VALUES_MAX = 500_000;

/** Own keys of these names would reach a prototype when objects are copied carelessly. */
const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

interface Pending {
  readonly value: unknown;
  readonly path: PointerPath;
}

/**
 * Checks, without recursion, that a value is plain JSON data within bounds. It runs before anything walks the value, and returns
 * the first problem: what is too deep or too large is not looked into further.
 */
export function checkJson(input: unknown): Diagnostic | undefined {
  const pending: Pending[] = [{ value: input, path: [] }];
  let count = 0;
  for (let next = pending.pop(); next; next = pending.pop()) {
    count += 1;
    if (count > JSON_VALUES_MAX) return errorAt([], 'TOO_LARGE', `The spec holds more than ${JSON_VALUES_MAX} values.`);
    const problem = checkValue(next) ?? pushChildren(next, pending);
    if (problem) return problem;
  }
  return undefined;
}

function checkValue({ value, path }: Pending): Diagnostic | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'undefined':
      return undefined;
    case 'number':
      return Number.isFinite(value) ? undefined : errorAt(path, 'NOT_JSON', `${value} is not a number of JSON.`);
    case 'object':
      return isPlain(value) ? undefined : errorAt(path, 'NOT_JSON', 'Only plain objects and lists are JSON.');
    default:
      return errorAt(path, 'NOT_JSON', `A ${typeof value} is not JSON.`);
  }
}

function pushChildren({ value, path }: Pending, pending: Pending[]): Diagnostic | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (path.length >= JSON_DEPTH_MAX) {
    return errorAt(path, 'NESTING_TOO_DEEP', `Objects and lists are nested deeper than ${JSON_DEPTH_MAX} levels.`);
  }
  if (Array.isArray(value)) {
    if (value.length > JSON_VALUES_MAX) return errorAt(path, 'TOO_LARGE', `The list has ${value.length} items.`);
    for (let index = value.length - 1; index >= 0; index -= 1)
      pending.push({ value: value[index], path: [...path, index] });
    return undefined;
  }
  for (const [key, child] of Object.entries(value).reverse()) {
    if (forbiddenKeys.has(key)) {
      return errorAt([...path, key], 'FORBIDDEN_KEY', `${JSON.stringify(key)} may not be a key; choose another name.`);
    }
    pending.push({ value: child, path: [...path, key] });
  }
  return undefined;
}

function isPlain(value: object | null): boolean {
  if (value === null || Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
