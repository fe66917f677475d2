import { batchRowsMax, physicalTypeOf, textSlackBytes } from '@weir/engine-core';
import type { ColumnSchema } from '@weir/job-spec';

/** Where the parts of a batch lie in its buffer: byte offsets, all multiples of 8. */
export interface BatchPlacement {
  readonly rowCapacity: number;
  /** -1: the edge carries no hashes. */
  readonly hashesAt: number;
  readonly columns: readonly ColumnPlacement[];
  /** Size of the buffer. */
  readonly bytes: number;
}

export interface ColumnPlacement {
  /** Values, or offsets of a STRING column. */
  readonly valuesAt: number;
  /** -1: not nullable. */
  readonly nullsAt: number;
  /** STRING: where its bytes begin, and how many there may be, slack not counted. */
  readonly textAt: number;
  readonly textCapacity: number;
}

export interface BatchLayoutOptions {
  readonly schema: readonly ColumnSchema[];
  /** Whether the hash of each row's key travels with it. */
  readonly carriesHashes: boolean;
  /** Rows of a batch; by default as many as a batch may have. */
  readonly rows?: number;
  /** Bytes of text for each STRING column; by default 16 a row. A batch whose text is full is sent with fewer rows. */
  readonly textBytes?: number;
}

/**
 * Int32 words at the head of a buffer: one that belongs to the channels (their routing), rows, row capacity, whether there are
 * hashes; then for each column its text capacity and whether it has nulls.
 */
export const headerWords = { routing: 0, rows: 1, rowCapacity: 2, hasHashes: 3, columns: 4, perColumn: 2 } as const;

/**
 * How the batches of one edge lie in their buffers: a header, the hashes, then for each column nulls, values and text, at fixed
 * offsets, so that a buffer is read through typed arrays without decoding. A row whose text is larger than a buffer's gets a buffer
 * of its own, of another size than all usual ones, whose header names its capacities.
 */
export class BatchLayout {
  readonly schema: readonly ColumnSchema[];
  readonly carriesHashes: boolean;
  readonly placement: BatchPlacement;

  constructor(options: BatchLayoutOptions) {
    this.schema = options.schema;
    this.carriesHashes = options.carriesHashes;
    const rows = options.rows ?? batchRowsMax;
    const textBytes = options.textBytes ?? rows * 16;
    this.placement = this.place(
      rows,
      this.schema.map(() => textBytes),
    );
  }

  /** Bytes of a usual buffer, as the channels' pools make them. */
  get bytes(): number {
    return this.placement.bytes;
  }

  /** The placement of a buffer for so many rows and, by column, so many bytes of text. */
  place(rowCapacity: number, textCapacities: readonly number[]): BatchPlacement {
    let end = aligned((headerWords.columns + this.schema.length * headerWords.perColumn) * 4);
    const take = (bytes: number): number => {
      const at = end;
      end = aligned(end + bytes);
      return at;
    };
    const hashesAt = this.carriesHashes ? take(rowCapacity * 4) : -1;
    const columns = this.schema.map((column, index): ColumnPlacement => {
      const kind = physicalTypeOf(column.type);
      const nullsAt = column.nullable ? take(rowCapacity) : -1;
      const valuesAt = take(kind === 'utf8' ? (rowCapacity + 1) * 4 : rowCapacity * valueBytes[kind]);
      const textCapacity = kind === 'utf8' ? (textCapacities[index] as number) : 0;
      return { valuesAt, nullsAt, textCapacity, textAt: kind === 'utf8' ? take(textCapacity + textSlackBytes) : -1 };
    });
    return { rowCapacity, hashesAt, columns, bytes: end };
  }
}

const valueBytes = { bool: 1, int32: 4, float64: 8 } as const;

function aligned(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}
