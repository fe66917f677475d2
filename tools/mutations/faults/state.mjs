// @ts-check

const hashmap = 'libs/state/hashmap/src';
const core = 'libs/engine/core/src';

/**
 * Keyed state: keys, values, and the snapshot that is written while rows go on.
 *
 * @type {readonly import('../mutations.mjs').Mutation[]}
 */
export const stateFaults = [
  {
    name: 'the snapshot of a table shares its values with the rows that go on',
    specs: ['libs/state/hashmap/src/value-columns.spec.ts'],
    changes: [
      {
        file: `${hashmap}/value-columns.ts`,
        from: 'return this.#arrays.map((array) => array.slice(0, size));',
        to: 'return this.#arrays.map((array) => array.subarray(0, size));',
      },
    ],
  },
  {
    name: 'the copy of a snapshot is taken again before it has been written',
    specs: ['libs/state/hashmap/src/value-columns.spec.ts'],
    changes: [
      {
        file: `${hashmap}/value-columns.ts`,
        from: 'spare.forEach((array, column) => array.set(this.array(column).subarray(0, size)));\n    return spare;',
        to: 'spare.forEach((array, column) => array.set(this.array(column).subarray(0, size)));\n    this.#spare = spare;\n    return spare;',
      },
    ],
  },
  {
    name: 'a snapshot of a grown table is written in the order of the keys before',
    specs: ['libs/state/hashmap/src/hashmap-state-backend.spec.ts'],
    changes: [
      {
        file: `${hashmap}/state-cut.ts`,
        from: 'if (last !== null && last.places.length === keys.size) return last;',
        to: 'if (last !== null && last.places.length <= keys.size) return last;',
      },
    ],
  },
  {
    name: 'the entries behind the first turn of the write are sorted to the places of the first',
    specs: ['libs/state/hashmap/src/sort-keys.spec.ts'],
    changes: [{ file: `${hashmap}/turn-budget.ts`, from: 'work(done, end);', to: 'work(from, end - done + from);' }],
  },
  {
    name: 'the write of a large table never gives the loop a turn',
    specs: ['libs/state/hashmap/src/turn-budget.spec.ts'],
    changes: [
      { file: `${hashmap}/turn-budget.ts`, from: 'await this.#yieldToLoop();', to: 'await Promise.resolve();' },
    ],
  },
  {
    name: 'a restored block may belong to another key group',
    specs: ['libs/state/hashmap/src/hashmap-state-backend.spec.ts'],
    changes: [
      {
        file: `${hashmap}/hashmap-table.ts`,
        from: 'if (hashes.some((hash) => keyGroupOf(hash, maxParallelism) !== keyGroup)) {',
        to: 'if (hashes.some((hash) => keyGroupOf(hash, maxParallelism) !== keyGroup && entries < 0)) {',
      },
    ],
  },
  {
    name: 'new keys of a grown table begin with nothing instead of their initial value',
    specs: ['libs/state/hashmap/src/hashmap-state-backend.spec.ts'],
    changes: [
      { file: `${hashmap}/value-columns.ts`, from: 'if (initial !== 0) array.fill(initial, before.length);', to: '' },
    ],
  },
  {
    name: 'a null key is the key 0',
    specs: ['libs/engine/core/src/keys/hash-keys.spec.ts'],
    changes: [
      { file: `${core}/keys/key-encoder.ts`, from: 'if (isNull) return at;', to: 'if (isNull && at < 0) return at;' },
    ],
  },
  {
    name: 'the texts of a compound key run into each other',
    specs: ['libs/engine/core/src/keys/hash-keys.spec.ts'],
    changes: [
      {
        file: `${core}/keys/key-encoder.ts`,
        from: 'this.#view.setInt32(at, textLength, true);\n          at += 4;',
        to: '',
      },
      {
        file: `${core}/keys/key-encoder.ts`,
        from: 'const from = isLast ? start : start + 4;',
        to: 'const from = start;',
      },
    ],
  },
  {
    name: 'keys 0 and -0 are two',
    specs: ['libs/engine/core/src/keys/hash-keys.spec.ts'],
    changes: [{ file: `${core}/keys/key-encoder.ts`, from: 'return value === 0 ? 0 : value;', to: 'return value;' }],
  },
];
