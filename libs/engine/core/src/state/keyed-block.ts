import type { ColumnSchema } from '@weir/job-spec';
import { physicalTypeOf } from '../batch/column.ts';
import { type EncodedKeys, fixedKeyWidth } from '../keys/key-encoder.ts';
import type { KeyedStateDescriptor } from '../snapshot/handles.ts';
import { StateError } from './state-error.ts';

/** Version of the block format below; stands in every descriptor. */
export const keyedBlockVersion = 1;

export type ValueArray = Float64Array | Int32Array | Uint8Array;

/**
 * Where the parts of a key group's block lie: byte offsets from its beginning, all multiples of 8 (docs/specs/snapshot-format.md). All numbers
 * are little-endian: the count of entries, the count of key bytes, then the keys' offsets (unless all keys have one width), the
 * canonical bytes of the keys, and the value columns.
 */
export interface KeyedBlockPlacement {
  /** -1: every key has the same width, so there are no offsets. */
  readonly keyOffsetsAt: number;
  readonly keysAt: number;
  /** By value column. */
  readonly valuesAt: readonly number[];
  readonly bytes: number;
}

export interface KeyedBlockCounts {
  readonly entries: number;
  /** Canonical bytes of all keys together. */
  readonly keyBytes: number;
}

export function placeKeyedBlock(descriptor: KeyedStateDescriptor, counts: KeyedBlockCounts): KeyedBlockPlacement {
  let end = 8;
  const take = (bytes: number): number => {
    const at = end;
    end = Math.ceil((end + bytes) / 8) * 8;
    return at;
  };
  const keyOffsetsAt = fixedKeyWidth(descriptor.keyColumns) === null ? take((counts.entries + 1) * 4) : -1;
  const keysAt = take(counts.keyBytes);
  const valuesAt = descriptor.valueColumns.map((column) => take(counts.entries * valueWidth(column)));
  return { keyOffsetsAt, keysAt, valuesAt, bytes: end };
}

/** The view of value column `column` in a buffer that holds a block at byte `at`, a multiple of 8. */
export function blockValues(descriptor: KeyedStateDescriptor, column: number, view: BlockView): ValueArray {
  const { buffer, at, placement, entries } = view;
  const start = at + (placement.valuesAt[column] as number);
  const schema = descriptor.valueColumns[column];
  const kind = schema === undefined ? 'utf8' : physicalTypeOf(schema.type);
  if (kind === 'float64') return new Float64Array(buffer, start, entries);
  return kind === 'int32' ? new Int32Array(buffer, start, entries) : new Uint8Array(buffer, start, entries);
}

export interface BlockView {
  readonly buffer: ArrayBuffer;
  readonly at: number;
  readonly placement: KeyedBlockPlacement;
  readonly entries: number;
}

export interface KeyedBlock {
  readonly entries: number;
  /** Entry e's key is keys.bytes[keys.offsets[e] .. keys.offsets[e + 1]), with slack behind the last. */
  readonly keys: EncodedKeys;
  /** By value column. */
  readonly values: readonly ValueArray[];
}

/** Reads a block whose checksum has been checked. Throws a StateError DAMAGED when its sizes do not fit together. */
export function readKeyedBlock(descriptor: KeyedStateDescriptor, bytes: Uint8Array): KeyedBlock {
  // A copy: the views below need alignment.
  const buffer = new ArrayBuffer(bytes.length);
  new Uint8Array(buffer).set(bytes);
  const head = new DataView(buffer);
  const entries = bytes.length < 8 ? -1 : head.getInt32(0, true);
  const keyBytes = bytes.length < 8 ? -1 : head.getInt32(4, true);
  if (entries < 0 || keyBytes < 0) throw damaged(descriptor, 'its head is cut off or wrong');
  const placement = placeKeyedBlock(descriptor, { entries, keyBytes });
  if (placement.bytes !== bytes.length)
    throw damaged(descriptor, `${placement.bytes} bytes expected, ${bytes.length} found`);
  const keys = {
    bytes: new Uint8Array(buffer, placement.keysAt),
    offsets: keyOffsets(descriptor, buffer, { entries, keyBytes }),
  };
  const view = { buffer, at: 0, placement, entries };
  return { entries, keys, values: descriptor.valueColumns.map((_, column) => blockValues(descriptor, column, view)) };
}

function keyOffsets(
  descriptor: KeyedStateDescriptor,
  buffer: ArrayBuffer,
  { entries, keyBytes }: KeyedBlockCounts,
): Int32Array {
  const width = fixedKeyWidth(descriptor.keyColumns);
  const offsets =
    width === null
      ? new Int32Array(buffer, 8, entries + 1)
      : Int32Array.from({ length: entries + 1 }, (_, e) => e * width);
  let before = 0;
  for (const offset of offsets) {
    if (offset < before) throw damaged(descriptor, 'the offsets of its keys fall');
    before = offset;
  }
  if (offsets[0] !== 0 || before !== keyBytes) throw damaged(descriptor, 'the offsets of its keys do not span them');
  return offsets;
}

function damaged(descriptor: KeyedStateDescriptor, what: string): StateError {
  return new StateError('DAMAGED', `A block of the keyed state "${descriptor.name}" is damaged: ${what}.`);
}

function valueWidth(column: ColumnSchema): number {
  switch (physicalTypeOf(column.type)) {
    case 'bool':
      return 1;
    case 'int32':
      return 4;
    case 'float64':
      return 8;
    case 'utf8':
      throw new StateError(
        'INCOMPATIBLE_STATE',
        `The value column "${column.name}" is a STRING; keyed state holds numbers and booleans.`,
      );
  }
}
