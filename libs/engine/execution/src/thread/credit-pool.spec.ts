import { describe, expect, it } from 'vitest';
import { CreditPool } from './credit-pool.ts';

const pool = (): CreditPool => new CreditPool({ bufferBytes: 64, credits: 3 });

describe('CreditPool', () => {
  it('has a credit for each buffer that is not out, and one returned buffer gives one', () => {
    const credits = pool();
    const buffers = [credits.take(), credits.take(), credits.take()];
    expect(credits.hasCredit).toBe(false);
    expect(credits.giveBack(buffers[0] as ArrayBuffer)).toBe(true);
    credits.take();
    expect(credits.hasCredit).toBe(false);
  });

  it('gives a buffer beyond the credits, and has none until enough have come back', () => {
    const credits = pool();
    const buffers = Array.from({ length: 5 }, () => credits.take());
    expect(buffers.slice(0, 3).map((buffer) => credits.giveBack(buffer))).toEqual([false, false, true]);
  });

  it('uses a buffer that came back for the next batch', () => {
    const credits = pool();
    const buffer = credits.take();
    credits.giveBack(buffer);
    expect(credits.take()).toBe(buffer);
  });

  it('counts a large buffer by its bytes, and does not keep it', () => {
    const credits = pool();
    const large = credits.take(65);
    expect([large.byteLength, credits.hasCredit]).toEqual([65, true]);
    const usual = credits.take();
    expect(credits.hasCredit).toBe(false);
    expect(credits.giveBack(large)).toBe(true);
    credits.giveBack(usual);
    expect([credits.take(), credits.take()].map(({ byteLength }) => byteLength)).toEqual([64, 64]);
  });

  it('lets a buffer larger than all credits pass alone', () => {
    const credits = pool();
    const huge = credits.take(10_000);
    expect(credits.hasCredit).toBe(false);
    expect(credits.giveBack(huge)).toBe(true);
  });

  it('takes back nothing that was not out', () => {
    const credits = pool();
    const buffer = credits.take();
    credits.giveBack(buffer);
    expect(() => credits.giveBack(buffer)).toThrow('not out');
  });
});
