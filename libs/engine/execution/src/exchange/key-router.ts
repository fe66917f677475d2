import { batchRowsMax, subtaskOf } from '@weir/engine-core';

/**
 * Deals the rows of a batch to the subtasks that own their key groups. After {@link KeyRouter.route}, the rows of target t are
 * `selection[t * batchRowsMax .. ends[t])`, in their order.
 */
export class KeyRouter {
  readonly selection: Int32Array;
  readonly ends: Int32Array;
  readonly #maxParallelism: number;
  /** Subtask by key group. */
  readonly #ownerOf: Uint16Array;

  constructor(options: { readonly maxParallelism: number; readonly parallelism: number }) {
    const { maxParallelism, parallelism } = options;
    this.#maxParallelism = maxParallelism;
    this.#ownerOf = Uint16Array.from({ length: maxParallelism }, (_, group) =>
      subtaskOf(group, maxParallelism, parallelism),
    );
    this.selection = new Int32Array(parallelism * batchRowsMax);
    this.ends = new Int32Array(parallelism);
  }

  /** `hashes[r]` is the hash of row r's key. */
  route(hashes: Int32Array, rowCount: number): void {
    const { selection, ends } = this;
    const ownerOf = this.#ownerOf;
    const max = this.#maxParallelism;
    for (let target = 0; target < ends.length; target += 1) ends[target] = target * batchRowsMax;
    if ((max & (max - 1)) !== 0) {
      for (let row = 0; row < rowCount; row += 1) {
        const target = ownerOf[((hashes[row] as number) >>> 0) % max] as number;
        const end = ends[target] as number;
        selection[end] = row;
        ends[target] = end + 1;
      }
    } else if (ends.length === 2) this.#routeToTwo(hashes, rowCount);
    else {
      for (let row = 0; row < rowCount; row += 1) {
        const target = ownerOf[(hashes[row] as number) & (max - 1)] as number;
        const end = ends[target] as number;
        selection[end] = row;
        ends[target] = end + 1;
      }
    }
  }

  /** Without a branch or a load of the ends: every row is written for both, and one end moves on. */
  #routeToTwo(hashes: Int32Array, rowCount: number): void {
    const { selection, ends } = this;
    const ownerOf = this.#ownerOf;
    const mask = this.#maxParallelism - 1;
    let first = 0;
    let second = batchRowsMax;
    for (let row = 0; row < rowCount; row += 1) {
      const target = ownerOf[(hashes[row] as number) & mask] as number;
      selection[first] = row;
      selection[second] = row;
      first += 1 - target;
      second += target;
    }
    ends[0] = first;
    ends[1] = second;
  }
}
