import { describe, expect, it } from 'vitest';
import { TurnBudget } from './turn-budget.ts';

describe('TurnBudget', () => {
  it('cuts work into turns that follow each other without a gap, and gives the loop its own behind each', async () => {
    const log: string[] = [];
    const budget = new TurnBudget(() => Promise.resolve(void log.push('turn')), 10);
    await budget.inTurns(5, 30, (from, to) => void log.push(`${from}-${to}`));
    expect(log).toEqual(['5-15', 'turn', '15-25', 'turn', '25-30']);
    await budget.spend(5);
    expect(log.at(-1)).toBe('turn');
  });
});
