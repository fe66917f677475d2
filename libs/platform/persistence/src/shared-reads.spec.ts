import { describe, expect, it } from 'vitest';
import { SharedReads } from './shared-reads.ts';

/** A read of a value that changes; it ends when it is told to. */
function slowRead() {
  const begun: { readonly end: () => void; readonly fail: (error: Error) => void }[] = [];
  const state = { value: 0 };
  const read = (): Promise<number> =>
    new Promise((resolve, reject) => {
      const seen = state.value;
      begun.push({ end: () => resolve(seen), fail: reject });
    });
  return { begun, state, read };
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
}

describe('SharedReads', () => {
  it('answers a crowd with two reads, and nobody with what was read before he asked', async () => {
    const reads = new SharedReads();
    const { begun, state, read } = slowRead();
    const first = reads.join('a', read);
    state.value = 1;
    const crowd = Array.from({ length: 50 }, () => reads.join('a', read));
    expect(begun).toHaveLength(1);
    begun[0]?.end();
    expect(await first).toBe(0);
    await turns();
    begun[1]?.end();
    expect(new Set(await Promise.all(crowd))).toEqual(new Set([1]));
    expect(begun).toHaveLength(2);
  });

  it('begins a third for who comes while the second is under way, and keeps different questions apart', async () => {
    const reads = new SharedReads();
    const { begun, state, read } = slowRead();
    void reads.join('a', read);
    void reads.join('a', read);
    begun[0]?.end();
    await turns();
    state.value = 2;
    const late = reads.join('a', read);
    const other = reads.join('b', read);
    expect(begun).toHaveLength(3);
    begun[1]?.end();
    begun[2]?.end();
    await turns();
    begun[3]?.end();
    expect([await late, await other]).toEqual([2, 2]);
  });

  it('fails who shared a failed read, and no one after', async () => {
    const reads = new SharedReads();
    const { begun, read } = slowRead();
    const first = reads.join('a', read);
    const second = reads.join('a', read);
    begun[0]?.fail(new Error('away'));
    await expect(first).rejects.toThrow('away');
    await turns();
    begun[1]?.end();
    expect(await second).toBe(0);
    void reads.join('a', read);
    expect(begun).toHaveLength(3);
  });
});
