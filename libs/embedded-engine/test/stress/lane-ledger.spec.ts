import type { JsonValue, ListState } from '@weir/engine-core';
import { describe, expect, it } from 'vitest';
import type { LaneOrder } from './check-spec.ts';
import { LaneLedger } from './lane-ledger.ts';
import { violationKindOf } from './violation.ts';

function stateOf(entries: readonly JsonValue[] = []): ListState {
  let kept = entries;
  return { get: () => kept, set: (next) => (kept = next) };
}

function ledgerOf(order: LaneOrder, entries: readonly JsonValue[] = []): LaneLedger {
  const ledger = new LaneLedger(stateOf(entries), { order, step: 4 });
  ledger.open();
  return ledger;
}

function verdict(ledger: LaneLedger, found: number): string {
  try {
    ledger.take(1, { first: 1, found }, () => 'row');
    return 'taken';
  } catch (error) {
    return violationKindOf((error as Error).message) ?? 'not a violation';
  }
}

describe('LaneLedger', () => {
  it.each([
    ['GAPLESS', [1, 5, 9], ['taken', 'taken', 'taken']],
    ['GAPLESS', [5], ['lost']],
    ['GAPLESS', [1, 9], ['taken', 'lost']],
    ['GAPLESS', [1, 1], ['taken', 'repeated']],
    ['GAPLESS', [1, 5, 1], ['taken', 'taken', 'repeated']],
    ['RISING', [5, 13, 17], ['taken', 'taken', 'taken']],
    ['RISING', [5, 5], ['taken', 'repeated']],
    ['RISING', [9, 5], ['taken', 'repeated']],
  ] as const)('judges %s rows %j as %j', (order, rows, verdicts) => {
    const ledger = ledgerOf(order);
    expect(rows.map((found) => verdict(ledger, found))).toEqual(verdicts);
  });

  it('goes on where the subtask that had the lane last had come, whatever others remember of it', () => {
    const entries = [
      [1, 9],
      [1, 13],
      [1, 5],
      [2, 2],
    ];
    expect(verdict(ledgerOf('GAPLESS', entries), 13)).toBe('taken');
    expect(verdict(ledgerOf('GAPLESS', entries), 9)).toBe('repeated');
    expect(verdict(ledgerOf('GAPLESS', entries), 17)).toBe('lost');
  });

  it('puts the next number of every lane into its state', () => {
    const state = stateOf();
    const ledger = new LaneLedger(state, { order: 'GAPLESS', step: 4 });
    ledger.take(1, { first: 1, found: 1 }, () => 'row');
    ledger.snapshot();
    expect(state.get()).toEqual([[1, 5]]);
  });
});
