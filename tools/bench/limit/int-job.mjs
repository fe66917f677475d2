// keyed-sum over int keys: two Int32 columns, and sums in an open-addressing table of typed arrays.
import { fmix32, foldPair, keyOf, valueOf } from '../rows.mjs';

const batchRows = 4096;
export const batchBytes = 8 + batchRows * 8;

export class IntJob {
  constructor({ thread, threads, rows, keys, exchange }) {
    Object.assign(this, { thread, threads, rows, keys, exchange });
    this.nextRow = thread;
    this.made = 0;
    this.dealt = 0;
    this.madeKeys = new Int32Array(batchRows);
    this.madeValues = new Int32Array(batchRows);
    this.own = openBatch(new ArrayBuffer(batchBytes));
    this.open = new Array(threads);
    let places = 4096;
    while (places < keys * 2) places *= 2;
    this.mask = places - 1;
    this.tableKeys = new Int32Array(places).fill(-1);
    this.sums = new Float64Array(places);
    this.emittedKeys = new Int32Array(batchRows);
    this.emittedSums = new Float64Array(batchRows);
  }

  /** Makes the next rows; false at the end. */
  generate() {
    const { madeKeys, madeValues, keys, rows, threads } = this;
    let row = this.nextRow;
    let count = 0;
    for (; count < batchRows && row < rows; count += 1, row += threads) {
      madeKeys[count] = keyOf(row, keys);
      madeValues[count] = valueOf(row);
    }
    this.nextRow = row;
    this.made = count;
    this.dealt = 0;
    return count > 0;
  }

  /** Deals the made rows by key; stops where no buffer is free. */
  deal() {
    const { madeKeys, madeValues, threads, thread } = this;
    for (; this.dealt < this.made; this.dealt += 1) {
      const key = madeKeys[this.dealt];
      const to = threads === 1 ? thread : ((fmix32(key) >>> 0) & 127) % threads;
      let batch = to === thread ? this.own : this.open[to];
      if (batch === undefined) {
        const buffer = this.exchange.take();
        if (buffer === undefined) return;
        batch = this.open[to] = openBatch(buffer);
      }
      batch.keys[batch.count] = key;
      batch.values[batch.count] = madeValues[this.dealt];
      batch.count += 1;
      if (batch.count === batchRows) this.send(to, batch);
    }
  }

  get hasUndealt() {
    return this.dealt < this.made;
  }

  flush() {
    this.send(this.thread, this.own);
    this.open.forEach((batch, to) => batch !== undefined && this.send(to, batch));
  }

  receive(buffer) {
    const batch = openBatch(buffer);
    this.aggregate(batch.keys, batch.values, new Int32Array(buffer, 0, 1)[0]);
  }

  send(to, batch) {
    if (to === this.thread) {
      this.aggregate(batch.keys, batch.values, batch.count);
      batch.count = 0;
      return;
    }
    new Int32Array(batch.buffer, 0, 1)[0] = batch.count;
    this.exchange.send(to, batch.buffer);
    this.open[to] = undefined;
  }

  aggregate(keys, values, count) {
    const { tableKeys, sums, mask, emittedKeys, emittedSums } = this;
    for (let row = 0; row < count; row += 1) {
      const key = keys[row];
      let place = fmix32(key) & mask;
      while (tableKeys[place] !== key) {
        if (tableKeys[place] === -1) {
          tableKeys[place] = key;
          break;
        }
        place = (place + 1) & mask;
      }
      emittedKeys[row] = key;
      emittedSums[row] = sums[place] += values[row];
    }
  }

  /** The state of this moment, copied and dropped: the least that a checkpoint costs. */
  cut() {
    return [this.tableKeys.slice(), this.sums.slice()];
  }

  checksum() {
    let checksum = 0;
    this.tableKeys.forEach((key, place) => {
      if (key !== -1) checksum = (checksum + foldPair(key, this.sums[place])) >>> 0;
    });
    return checksum;
  }
}

function openBatch(buffer) {
  return {
    buffer,
    keys: new Int32Array(buffer, 8, batchRows),
    values: new Int32Array(buffer, 8 + batchRows * 4, batchRows),
    count: 0,
  };
}
