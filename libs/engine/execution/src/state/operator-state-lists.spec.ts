import { describe, expect, it } from 'vitest';
import { decodeEntries, encodeEntries, OperatorStateLists } from './operator-state-lists.ts';

describe('OperatorStateLists', () => {
  it('shows in a cut what was set last, and leaves empty lists out', () => {
    const lists = new OperatorStateLists('op', []);
    const positions = lists.list('positions', 'SPLIT');
    lists.list('empty', 'UNION');
    positions.set([1, 2]);
    const [cut] = lists.snapshot();
    positions.set([3]);
    expect(cut).toMatchObject({ name: 'positions', mode: 'SPLIT', entries: 2 });
    expect(decodeEntries(cut?.bytes ?? new Uint8Array(), 'op')).toEqual([1, 2]);
    expect(lists.snapshot()).toHaveLength(1);
  });

  it('hands back what was restored, joined in order, and keeps what nobody asks for', () => {
    const lists = new OperatorStateLists('op', [
      { name: 'a', mode: 'SPLIT', entries: [1] },
      { name: 'a', mode: 'SPLIT', entries: [{ two: 'é' }] },
      { name: 'forgotten', mode: 'UNION', entries: [true] },
    ]);
    expect(lists.list('a', 'SPLIT').get()).toEqual([1, { two: 'é' }]);
    expect(lists.snapshot().map(({ name }) => name)).toEqual(['a', 'forgotten']);
  });

  it('refuses another mode than the state was written with', () => {
    const lists = new OperatorStateLists('op (subtask 1)', [{ name: 'a', mode: 'SPLIT', entries: [1] }]);
    expect(() => lists.list('a', 'UNION')).toThrow(/"a" of op \(subtask 1\) was dealt as SPLIT/);
  });

  it.each([
    ['not JSON', new Uint8Array([123])],
    ['no list', encodeEntries([]).slice(0, 0)],
    ['not UTF-8', new Uint8Array([0xff])],
  ])('names the owner of a block that is %s', (_, bytes) => {
    expect(() => decodeEntries(bytes, 'op')).toThrow(expect.objectContaining({ code: 'DAMAGED' }));
  });

  it('takes an object for damage', () => {
    expect(() => decodeEntries(new TextEncoder().encode('{"a":1}'), 'op')).toThrow(
      'The operator state of op is not a list.',
    );
  });
});
