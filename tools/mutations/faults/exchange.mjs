// @ts-check

const exchange = 'libs/engine/execution/src/exchange';
const thread = 'libs/engine/execution/src/thread';
const copyRows = 'libs/engine/core/src/batch/copy-rows.ts';
const writer = `${exchange}/exchange-writer.ts`;

/**
 * Exchanges: rows, nulls and keys on their way, credits, and links between threads.
 *
 * @type {readonly import('../mutations.mjs').Mutation[]}
 */
export const exchangeFaults = [
  {
    name: 'the barrier overtakes rows that wait in an open buffer',
    changes: [
      {
        file: writer,
        from: 'broadcast(element: ControlElement): void {\n    this.flush();',
        to: 'broadcast(element: ControlElement): void {',
      },
    ],
  },
  {
    name: 'one returned buffer gives two credits',
    specs: ['libs/engine/execution/src/thread/credit-pool.spec.ts'],
    changes: [
      {
        file: `${thread}/credit-pool.ts`,
        from: 'this.#out -= credits;',
        to: 'this.#out = Math.max(0, this.#out - 2 * credits);',
      },
      {
        file: `${thread}/credit-pool.ts`,
        from: "invariant(credits <= this.#out, 'A buffer came back that was not out.', { credits, out: this.#out });",
        to: '',
      },
      { file: `${thread}/credit-pool.ts`, from: "import { invariant } from '@weir/kernel';", to: '' },
    ],
  },
  {
    name: 'a row larger than a buffer takes one credit',
    specs: ['libs/engine/execution/src/exchange/exchange-writer.spec.ts'],
    changes: [
      {
        file: `${thread}/credit-pool.ts`,
        from: 'return Math.ceil(bytes / this.#size.bufferBytes);',
        to: 'return bytes > 0 ? 1 : 0;',
      },
    ],
  },
  {
    name: 'a buffer on its way back is not kept, and another is made for each',
    specs: ['libs/engine/execution/src/thread/credit-pool.spec.ts'],
    changes: [
      {
        file: `${thread}/credit-pool.ts`,
        from: 'if (buffer.byteLength === this.#size.bufferBytes) this.#free.push(buffer);',
        to: '',
      },
    ],
  },
  {
    name: 'the nulls of a buffer are lost',
    specs: ['libs/engine/execution/src/exchange/exchange-writer.spec.ts'],
    changes: [
      {
        file: `${exchange}/batch-buffer.ts`,
        from: 'header[at + 1] = withNulls[index] === true ? 1 : 0;',
        to: 'header[at + 1] = withNulls[index] === true ? 0 : 0;',
      },
    ],
  },
  {
    name: 'a buffer without nulls shows those of the one before in its memory',
    specs: ['libs/engine/execution/src/thread/link-multiplexer.spec.ts'],
    changes: [
      {
        file: `${exchange}/batch-buffer.ts`,
        from: 'header[at + 1] = withNulls[index] === true ? 1 : 0;',
        to: 'header[at + 1] = withNulls[index] === true ? 1 : 1;',
      },
    ],
  },
  {
    name: 'rows without nulls that follow rows with nulls into one buffer are null too',
    specs: ['libs/engine/execution/src/exchange/exchange-writer.spec.ts'],
    changes: [
      {
        file: copyRows,
        from: 'if (source.nulls === null) column.nulls.fill(0, at, at + to - from);\n  else column.nulls.set(source.nulls.subarray(from, to), at);',
        to: 'if (source.nulls !== null) column.nulls.set(source.nulls.subarray(from, to), at);',
      },
      {
        file: copyRows,
        from: 'if (source.nulls === null) column.nulls.fill(0, at, at + to - from);\n  else gatherBytes(',
        to: 'if (source.nulls !== null) gatherBytes(',
      },
    ],
  },
  {
    name: 'a large row leaves its place to the row behind it',
    specs: ['libs/engine/execution/src/exchange/exchange-writer.spec.ts'],
    changes: [
      {
        file: writer,
        from: 'return this.#makeRoom(target, batch, from) ? from + 1 : from;',
        to: 'return this.#makeRoom(target, batch, from) ? from + 2 : from;',
      },
    ],
  },
  {
    name: 'a large row goes ahead of the rows that wait in the open buffer',
    specs: ['libs/engine/execution/src/exchange/exchange-writer.spec.ts'],
    changes: [
      {
        file: writer,
        from: 'if (usual !== null && usual.batch.rowCount > 0) {',
        to: 'if (usual !== null && usual.batch.rowCount > 1e9) {',
      },
    ],
  },
  {
    name: 'the hashes that travel are those of the batch before',
    specs: ['libs/engine/execution/src/exchange/exchange-writer.spec.ts'],
    changes: [
      {
        file: writer,
        from: 'open.batch.keyHashes?.set(this.#hashes.subarray(from, to), at);',
        to: 'open.batch.keyHashes?.set(this.#hashes.subarray(0, to - from), at);',
      },
    ],
  },
  {
    name: 'the last key group goes to another subtask than its state',
    specs: ['libs/engine/execution/src/exchange/exchange-writer.spec.ts'],
    changes: [
      {
        file: `${exchange}/key-router.ts`,
        from: 'subtaskOf(group, maxParallelism, parallelism),',
        to: 'subtaskOf(group === maxParallelism - 1 ? 0 : group, maxParallelism, parallelism),',
      },
    ],
  },
  {
    name: 'a buffer comes back to the channel with the next number',
    specs: ['libs/engine/execution/src/thread/link-multiplexer.spec.ts'],
    changes: [
      {
        file: `${thread}/buffer-routing.ts`,
        from: 'return word < 0 ? ~word : word;',
        to: 'return word < 0 ? -word : word;',
      },
    ],
  },
  {
    name: 'a link hands out what it was given by an event behind what is on the port',
    specs: ['libs/engine/execution/src/thread/node-thread-link.spec.ts'],
    changes: [
      {
        file: `${thread}/node-thread-link.ts`,
        from: 'return this.#delivered.shift() ?? this.#receiveNow();',
        to: 'return this.#receiveNow() ?? this.#delivered.shift();',
      },
    ],
  },
  {
    name: 'a buffer is copied to the other thread and stays here',
    specs: ['libs/engine/execution/src/thread/node-thread-link.spec.ts'],
    changes: [
      {
        file: `${thread}/node-thread-link.ts`,
        from: 'this.#port.postMessage(message, [message]);',
        to: 'this.#port.postMessage(message);',
      },
    ],
  },
  {
    name: 'a link loses what comes with the message of an event',
    specs: ['libs/engine/execution/src/thread/node-thread-link.spec.ts'],
    changes: [
      {
        file: `${thread}/node-thread-link.ts`,
        from: 'next = this.#receiveNow()) this.#delivered.push(next);',
        to: 'next = this.#receiveNow()) void this.#delivered;',
      },
    ],
  },
];
