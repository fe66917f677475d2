// keyed-sum over string keys, and word-count: texts are bytes and offsets from the source to the table.
import {
  dictionarySize,
  foldPair,
  fmix32,
  keyOf,
  valueOf,
  wordId,
  wordIndexOf,
  wordOf,
  wordsPerLine,
} from '../rows.mjs';

const batchRows = 4096;
const textBytes = batchRows * 16;
const sourceRows = 1024;
const at = { hashes: 8, values: 8 + batchRows * 4, offsets: 8 + batchRows * 8, text: 8 + batchRows * 12 + 8 };
export const batchBytes = at.text + textBytes;
const { imul } = Math;

export class TextJob {
  constructor({ thread, threads, rows, keys, isWordCount, exchange }) {
    Object.assign(this, { thread, threads, rows, keys, isWordCount, exchange });
    this.nextRow = thread;
    this.made = 0;
    this.dealt = 0;
    const texts = isWordCount ? dictionarySize : keys;
    this.table = tableOf(texts, isWordCount ? wordOf : (key) => `k${key}`);
    this.lines = {
      offsets: new Int32Array(sourceRows + 1),
      text: new Uint8Array(sourceRows * 128),
      values: new Int32Array(sourceRows),
    };
    this.tokens = {
      offsets: new Int32Array(sourceRows * wordsPerLine + 1),
      text: new Uint8Array(sourceRows * 128),
      hashes: new Int32Array(sourceRows * wordsPerLine),
    };
    this.own = openBatch(new ArrayBuffer(batchBytes));
    this.open = new Array(threads);
    let places = 4096;
    while (places < texts * 2) places *= 2;
    this.mask = places - 1;
    this.entries = {
      hashes: new Int32Array(places),
      starts: new Int32Array(places),
      lengths: new Uint8Array(places),
      sums: new Float64Array(places),
    };
    this.arena = new Uint8Array(places * 8);
    this.arenaEnd = 0;
    this.emitted = new Float64Array(batchRows);
  }

  generate() {
    const count = this.isWordCount ? this.makeLines() : this.makeKeys();
    if (this.isWordCount) this.splitAndLower(count);
    else this.takeOver(count);
    const { text, offsets, hashes } = this.tokens;
    for (let row = 0; row < this.made; row += 1) hashes[row] = murmur3(text, offsets[row], offsets[row + 1]);
    this.dealt = 0;
    return count > 0;
  }

  makeLines() {
    const { offsets, text } = this.lines;
    const { starts, bytes } = this.table;
    let end = 0;
    let count = 0;
    let row = this.nextRow;
    for (; count < sourceRows && row < this.rows; count += 1, row += this.threads) {
      offsets[count] = end;
      for (let place = 0; place < wordsPerLine; place += 1) {
        if (place > 0) text[end++] = 32;
        const word = wordIndexOf(row, place);
        for (let from = starts[word]; from < starts[word + 1]; from += 1) text[end++] = bytes[from];
      }
      text[offsets[count]] -= 32;
    }
    offsets[count] = end;
    this.nextRow = row;
    return count;
  }

  makeKeys() {
    const { offsets, text, values } = this.lines;
    const { starts, bytes } = this.table;
    let end = 0;
    let count = 0;
    let row = this.nextRow;
    for (; count < sourceRows && row < this.rows; count += 1, row += this.threads) {
      offsets[count] = end;
      const key = keyOf(row, this.keys);
      for (let from = starts[key]; from < starts[key + 1]; from += 1) text[end++] = bytes[from];
      values[count] = valueOf(row);
    }
    offsets[count] = end;
    this.nextRow = row;
    return count;
  }

  splitAndLower(count) {
    const { lines, tokens } = this;
    let next = 0;
    let end = 0;
    for (let row = 0; row < count; row += 1) {
      let isInside = false;
      for (let from = lines.offsets[row]; from < lines.offsets[row + 1]; from += 1) {
        let byte = lines.text[from];
        if (byte === 32) {
          isInside = false;
          continue;
        }
        if (!isInside) {
          tokens.offsets[next++] = end;
          isInside = true;
        }
        if (byte >= 65 && byte <= 90) byte += 32;
        tokens.text[end++] = byte;
      }
    }
    tokens.offsets[next] = end;
    this.made = next;
  }

  takeOver(count) {
    const { lines, tokens } = this;
    tokens.offsets.set(lines.offsets.subarray(0, count + 1));
    tokens.text.set(lines.text.subarray(0, lines.offsets[count]));
    this.made = count;
  }

  deal() {
    const { tokens, lines, threads, thread } = this;
    for (; this.dealt < this.made; this.dealt += 1) {
      const row = this.dealt;
      const to = threads === 1 ? thread : (tokens.hashes[row] & 127) % threads;
      let batch = to === thread ? this.own : this.open[to];
      if (batch === undefined) {
        const buffer = this.exchange.take();
        if (buffer === undefined) return;
        batch = this.open[to] = openBatch(buffer);
      }
      let end = batch.offsets[batch.count];
      batch.hashes[batch.count] = tokens.hashes[row];
      batch.values[batch.count] = this.isWordCount ? 1 : lines.values[row];
      for (let from = tokens.offsets[row], to = tokens.offsets[row + 1]; from < to; from += 1)
        batch.text[end++] = tokens.text[from];
      batch.count += 1;
      batch.offsets[batch.count] = end;
      if (batch.count === batchRows || end > textBytes - 64) this.send(to, batch);
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
    this.aggregate(openBatch(buffer), new Int32Array(buffer, 0, 1)[0]);
  }

  send(to, batch) {
    if (to === this.thread) {
      this.aggregate(batch, batch.count);
      batch.count = 0;
      return;
    }
    new Int32Array(batch.buffer, 0, 1)[0] = batch.count;
    this.exchange.send(to, batch.buffer);
    this.open[to] = undefined;
  }

  aggregate({ hashes, values, offsets, text }, count) {
    const { entries, mask, emitted } = this;
    for (let row = 0; row < count; row += 1) {
      const hash = hashes[row] | 1;
      const from = offsets[row];
      const length = offsets[row + 1] - from;
      let place = (hash >>> 7) & mask;
      for (; ; place = (place + 1) & mask) {
        if (entries.hashes[place] === 0) {
          this.insert(place, hash, { text, from, length });
          break;
        }
        if (entries.hashes[place] !== hash || entries.lengths[place] !== length) continue;
        const { arena } = this;
        const start = entries.starts[place];
        let same = 0;
        while (same < length && arena[start + same] === text[from + same]) same += 1;
        if (same === length) break;
      }
      emitted[row] = entries.sums[place] += values[row];
    }
  }

  insert(place, hash, { text, from, length }) {
    if (this.arenaEnd + length > this.arena.length) {
      const grown = new Uint8Array(this.arena.length * 2);
      grown.set(this.arena);
      this.arena = grown;
    }
    this.entries.hashes[place] = hash;
    this.entries.starts[place] = this.arenaEnd;
    this.entries.lengths[place] = length;
    for (let byte = 0; byte < length; byte += 1) this.arena[this.arenaEnd++] = text[from + byte];
  }

  /** The state of this moment, copied and dropped. */
  cut() {
    return [...Object.values(this.entries).map((column) => column.slice()), this.arena.slice(0, this.arenaEnd)];
  }

  checksum() {
    let checksum = 0;
    const { entries, arena } = this;
    for (let place = 0; place <= this.mask; place += 1) {
      if (entries.hashes[place] === 0) continue;
      const start = entries.starts[place];
      const key = new TextDecoder().decode(arena.subarray(start, start + entries.lengths[place]));
      const id = this.isWordCount ? wordId(key) : Number(key.slice(1));
      checksum = (checksum + foldPair(id, entries.sums[place])) >>> 0;
    }
    return checksum;
  }
}

function openBatch(buffer) {
  return {
    buffer,
    count: 0,
    hashes: new Int32Array(buffer, at.hashes, batchRows),
    values: new Int32Array(buffer, at.values, batchRows),
    offsets: new Int32Array(buffer, at.offsets, batchRows + 1),
    text: new Uint8Array(buffer, at.text, textBytes),
  };
}

/** Texts 0 to count - 1 in one array: text i is bytes[starts[i] .. starts[i + 1]). */
function tableOf(count, textOf) {
  const starts = new Int32Array(count + 1);
  const texts = Array.from({ length: count }, (_, index) => textOf(index));
  texts.forEach((text, index) => (starts[index + 1] = starts[index] + text.length));
  return { starts, bytes: new TextEncoder().encode(texts.join('')) };
}

function murmur3(bytes, from, to) {
  let h = 0;
  let next = from;
  for (; next + 4 <= to; next += 4) {
    let k = bytes[next] | (bytes[next + 1] << 8) | (bytes[next + 2] << 16) | (bytes[next + 3] << 24);
    k = imul(k, 0xcc9e2d51);
    k = (k << 15) | (k >>> 17);
    h ^= imul(k, 0x1b873593);
    h = (h << 13) | (h >>> 19);
    h = (imul(h, 5) + 0xe6546b64) | 0;
  }
  let k = 0;
  for (let shift = 0; next < to; next += 1, shift += 8) k |= bytes[next] << shift;
  h ^= imul(k, 0xcc9e2d51);
  return fmix32(h ^ (to - from));
}
