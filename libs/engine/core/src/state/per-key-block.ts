import type { KeyedStateDescriptor } from '../snapshot/handles.ts';
import { StateError } from './state-error.ts';

/** One value of a key: the value itself, an element of its list, or an entry of its map. */
export interface PerKeyElement {
  /** When its time began, epoch milliseconds; 0 in states without time to live. */
  readonly timestamp: number;
  /** Its key in the map; null in values and lists. */
  readonly mapKey: Uint8Array | null;
  /** Null only in maps. */
  readonly value: Uint8Array | null;
}

export interface PerKeyEntry {
  /** Canonical bytes of the key. */
  readonly key: Uint8Array;
  /** At least one; in the order of the list. */
  readonly elements: readonly PerKeyElement[];
}

/** Length that stands for a value that is null. */
const nullLength = 0xffff_ffff;

/** Writes a key group's block of a per-key state (docs/specs/snapshot-format.md), entry by entry. */
export class PerKeyBlockWriter {
  readonly #hasTimestamps: boolean;
  #bytes = new Uint8Array(4096);
  #view = new DataView(this.#bytes.buffer);
  #end = 4;
  #entries = 0;

  constructor({ perKey }: KeyedStateDescriptor) {
    this.#hasTimestamps = perKey?.hasTimeToLive ?? false;
  }

  get entries(): number {
    return this.#entries;
  }

  append({ key, elements }: PerKeyEntry): void {
    this.#appendBytes(key);
    this.#appendCount(elements.length);
    for (const { timestamp, mapKey, value } of elements) {
      if (this.#hasTimestamps) {
        this.#reserve(8);
        this.#view.setFloat64(this.#end, timestamp, true);
        this.#end += 8;
      }
      if (mapKey !== null) this.#appendBytes(mapKey);
      if (value === null) this.#appendCount(nullLength);
      else this.#appendBytes(value);
    }
    this.#entries += 1;
  }

  /** The block; valid until the next {@link PerKeyBlockWriter.append}. The writer begins anew. */
  take(): Uint8Array {
    this.#view.setUint32(0, this.#entries, true);
    const block = this.#bytes.subarray(0, this.#end);
    this.#end = 4;
    this.#entries = 0;
    return block;
  }

  #appendBytes(bytes: Uint8Array): void {
    this.#appendCount(bytes.length);
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  #appendCount(count: number): void {
    this.#reserve(4);
    this.#view.setUint32(this.#end, count, true);
    this.#end += 4;
  }

  #reserve(bytes: number): void {
    const needed = this.#end + bytes;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}

/** Reads a block whose checksum has been checked; the entries are views of `bytes`. Throws a StateError DAMAGED when its sizes do not fit together. */
export function readPerKeyBlock(descriptor: KeyedStateDescriptor, bytes: Uint8Array): readonly PerKeyEntry[] {
  const reader = new PerKeyBlockReader(descriptor, bytes);
  const count = reader.count();
  const entries: PerKeyEntry[] = [];
  for (let entry = 0; entry < count; entry += 1) entries.push(reader.entry());
  reader.requireEnd();
  return entries;
}

class PerKeyBlockReader {
  readonly #descriptor: KeyedStateDescriptor;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(descriptor: KeyedStateDescriptor, bytes: Uint8Array) {
    this.#descriptor = descriptor;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  count(): number {
    const at = this.#advance(4);
    return this.#view.getUint32(at, true);
  }

  entry(): PerKeyEntry {
    const key = this.#chunk(this.count());
    const count = this.count();
    const elements: PerKeyElement[] = [];
    for (let element = 0; element < count; element += 1) elements.push(this.#element());
    if (count === 0) throw this.#damaged('an entry has no values');
    return { key, elements };
  }

  requireEnd(): void {
    if (this.#at !== this.#bytes.length) throw this.#damaged(`${this.#bytes.length - this.#at} bytes are left over`);
  }

  #element(): PerKeyElement {
    const { perKey } = this.#descriptor;
    const timestamp = perKey?.hasTimeToLive === true ? this.#view.getFloat64(this.#advance(8), true) : 0;
    const mapKey = perKey?.kind === 'MAP' ? this.#chunk(this.count()) : null;
    const length = this.count();
    if (length === nullLength && mapKey !== null) return { timestamp, mapKey, value: null };
    return { timestamp, mapKey, value: this.#chunk(length) };
  }

  #chunk(length: number): Uint8Array {
    const at = this.#advance(length);
    return this.#bytes.subarray(at, at + length);
  }

  #advance(length: number): number {
    const at = this.#at;
    if (at + length > this.#bytes.length) throw this.#damaged('it is cut off');
    this.#at = at + length;
    return at;
  }

  #damaged(what: string): StateError {
    return new StateError('DAMAGED', `A block of the keyed state "${this.#descriptor.name}" is damaged: ${what}.`);
  }
}
