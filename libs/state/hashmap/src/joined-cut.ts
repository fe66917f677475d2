import type { KeyedStateCut, KeyedStateHandle, SnapshotFileWriter } from '@weir/engine-core';

/** Several cuts of one moment as one. */
export class JoinedCut implements KeyedStateCut {
  readonly bytes: number;
  readonly #cuts: readonly KeyedStateCut[];

  constructor(cuts: readonly KeyedStateCut[]) {
    this.#cuts = cuts;
    this.bytes = cuts.reduce((sum, cut) => sum + cut.bytes, 0);
  }

  async write(writer: SnapshotFileWriter): Promise<readonly Omit<KeyedStateHandle, 'file'>[]> {
    const written: Omit<KeyedStateHandle, 'file'>[] = [];
    for (const cut of this.#cuts) written.push(...(await cut.write(writer)));
    return written;
  }

  release(): void {
    for (const cut of this.#cuts) cut.release();
  }
}
