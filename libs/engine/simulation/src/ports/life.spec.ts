import { describe, expect, it } from 'vitest';
import { Life } from './life.ts';

describe('Life', () => {
  const call = (life: Life, log: string[], name: string): void =>
    life.call(
      () => void log.push(name),
      () => undefined,
    );

  it.each([
    ['before', ['a', 'end']],
    ['after', ['a', 'b', 'end']],
  ] as const)('ends in the call it was told, %s its effect, and does nothing more', (moment, expected) => {
    const life = new Life();
    const log: string[] = [];
    life.endInCall(2, moment, () => log.push('end'));
    for (const name of ['a', 'b', 'c']) call(life, log, name);
    expect(log).toEqual(expected);
    expect(life.isOver).toBe(true);
  });

  it('ends with that of which it is a part, whose calls its own count for', () => {
    const host = new Life();
    const thread = new Life(host);
    const log: string[] = [];
    host.endInCall(2, 'before', () => log.push('end'));
    call(host, log, 'host');
    call(thread, log, 'thread');
    call(thread, log, 'thread again');
    expect(log).toEqual(['host', 'end']);
    expect(thread.isOver).toBe(true);
  });

  it('settles no promise that outlives it, but lets the effect happen', async () => {
    const life = new Life();
    const log: string[] = [];
    life.endInCall(1, 'after', () => log.push('end'));
    void life.while(() => Promise.resolve().then(() => log.push('effect'))).then(() => log.push('told'));
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    expect(log).toEqual(['effect', 'end']);
  });
});
