import { readFileSync } from 'node:fs';
import type { ColumnSchema } from '@weir/job-spec';
import { describe, expect, it } from 'vitest';
import { batchOf } from '../batch/batch-of.ts';
import { KeyHasher } from './hash-keys.ts';
import { KeyEncoder } from './key-encoder.ts';
import { keyGroupOf } from './key-groups.ts';

const page = readFileSync(new URL('../../../../../docs/specs/snapshot-format.md', import.meta.url), 'utf8');
const column = (name: string, type: ColumnSchema['type'], nullable = false): ColumnSchema => ({ name, type, nullable });

describe('the keys in docs/specs/snapshot-format.md', () => {
  it.each([
    ['INT 42', [column('k', 'INT')], { k: 42 }],
    ['STRING `word`', [column('k', 'STRING')], { k: 'word' }],
    ['BIGINT -1', [column('k', 'BIGINT')], { k: -1 }],
    ['INT that may be NULL: NULL', [column('k', 'INT', true)], { k: null }],
    ['STRING `é`, BOOLEAN true', [column('a', 'STRING'), column('b', 'BOOLEAN')], { a: 'é', b: true }],
    ['(no column)', [], {}],
  ])('%s has the bytes, hash and group that stand there', (label, schema, row) => {
    const batch = batchOf(schema, [row]);
    const indexes = schema.map((_, index) => index);
    const { bytes, offsets } = new KeyEncoder().encode(batch, indexes);
    const hash = new Int32Array(1);
    new KeyHasher(indexes).hash(batch, hash);
    const hex = [...bytes.subarray(offsets[0], offsets[1])].map((byte) => byte.toString(16).padStart(2, '0'));
    const unsigned = (hash[0] ?? 0) >>> 0;
    const line = `| ${label} | ${hex.join(' ') || '(none)'} | ${unsigned.toString(16).padStart(8, '0')} | ${keyGroupOf(unsigned, 128)} |`;
    // The formatter pads the cells of a table.
    expect(page.replace(/ +\|/g, ' |')).toContain(line);
  });
});
