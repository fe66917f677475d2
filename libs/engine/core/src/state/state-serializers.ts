import type { JsonValue } from './operator-state-store.ts';
import { StateError } from './state-error.ts';
import type { StateSerializer } from './state-serializer.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Half of a pair of UTF-16 surrogates by itself: UTF-8 cannot say it. */
const loneSurrogate = /\p{Surrogate}/u;

/** Texts, as UTF-8. */
export const stringSerializer: StateSerializer<string> = {
  name: 'string',
  version: 1,
  copy: (value) => {
    if (typeof value !== 'string') throw invalid('string', value);
    if (loneSurrogate.test(value)) throw invalid('string', 'half a surrogate pair');
    return value;
  },
  serialize: (value) => encoder.encode(value),
  deserialize: (bytes) => decoder.decode(bytes),
};

/** Numbers, as doubles, least byte first: NaN, the infinities and -0 come back as they are. */
export const doubleSerializer: StateSerializer<number> = {
  name: 'double',
  version: 1,
  copy: (value) => {
    if (typeof value !== 'number') throw invalid('double', value);
    return value;
  },
  serialize: (value) => {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setFloat64(0, value, true);
    return bytes;
  },
  deserialize: (bytes) => {
    requireLength('double', bytes, 8);
    return new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, true);
  },
};

/** @internal For operators to come. */
export const booleanSerializer: StateSerializer<boolean> = {
  name: 'boolean',
  version: 1,
  copy: (value) => {
    if (typeof value !== 'boolean') throw invalid('boolean', value);
    return value;
  },
  serialize: (value) => Uint8Array.of(value ? 1 : 0),
  deserialize: (bytes) => {
    requireLength('boolean', bytes, 1);
    return bytes[0] === 1;
  },
};

/** Anything that JSON can say exactly. Not for keys of a map: the order of an object's properties is in the bytes. @internal For operators to come. */
export const jsonSerializer: StateSerializer<JsonValue> = {
  name: 'json',
  version: 1,
  copy: copyJson,
  serialize: (value) => encoder.encode(JSON.stringify(value)),
  deserialize: (bytes) => JSON.parse(decoder.decode(bytes)) as JsonValue,
};

function copyJson(value: JsonValue): JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw invalid('json', value);
    // JSON has no -0.
    return value === 0 ? 0 : value;
  }
  if (Array.isArray(value)) return Array.from(value as readonly JsonValue[], copyJson);
  if (!isPlainObject(value)) throw invalid('json', value);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, copyJson(part)]));
}

function isPlainObject(value: unknown): value is { readonly [name: string]: JsonValue } {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function requireLength(name: string, bytes: Uint8Array, length: number): void {
  if (bytes.length !== length)
    throw new StateError(
      'DAMAGED',
      `A value of the serializer "${name}" has ${bytes.length} bytes instead of ${length}.`,
    );
}

function invalid(name: string, value: unknown): StateError {
  const what = typeof value === 'object' && value !== null ? Object.prototype.toString.call(value) : String(value);
  return new StateError('INVALID_VALUE', `The serializer "${name}" cannot write ${what}.`);
}
