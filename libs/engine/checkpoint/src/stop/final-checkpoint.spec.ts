import { describe, expect, it } from 'vitest';
import {
  afterOtherMs,
  againMs,
  FinalCheckpoint,
  type FinalCheckpointEffect,
  type FinalCheckpointEvent,
  type FinalCheckpointFacts,
  type FinalCheckpointPhase,
} from './final-checkpoint.ts';

const quiet: FinalCheckpointFacts = { isCheckpointPending: false, isStopUnderWay: false };
const pending: FinalCheckpointFacts = { isCheckpointPending: true, isStopUnderWay: false };
const stopping: FinalCheckpointFacts = { isCheckpointPending: false, isStopUnderWay: true };
const stoppingWithSavepoint: FinalCheckpointFacts = { isCheckpointPending: true, isStopUnderWay: true };

const events: Readonly<Record<FinalCheckpointEvent['kind'], FinalCheckpointEvent>> = {
  'data-ended': { kind: 'data-ended' },
  'checkpoint-ended': { kind: 'checkpoint-ended' },
  'timer-fired': { kind: 'timer-fired' },
  completed: { kind: 'completed', checkpointId: 7 },
  failed: { kind: 'failed' },
};

const paths: Readonly<
  Record<FinalCheckpointPhase, readonly (readonly [FinalCheckpointEvent, FinalCheckpointFacts])[]>
> = {
  DATA_FLOWS: [],
  WAITING: [[events['data-ended'], stopping]],
  OTHER_UNDER_WAY: [[events['data-ended'], pending]],
  REQUESTED: [[events['data-ended'], quiet]],
  COMPLETED: [
    [events['data-ended'], quiet],
    [events.completed, quiet],
  ],
};

function at(phase: FinalCheckpointPhase): FinalCheckpoint {
  const machine = new FinalCheckpoint();
  for (const [event, facts] of paths[phase]) machine.step(event, facts);
  expect(machine.phase).toBe(phase);
  return machine;
}

function inWords(effect: FinalCheckpointEffect): string {
  switch (effect.kind) {
    case 'arm-timer':
      return `${effect.kind} ${effect.delayMs}`;
    case 'notify-again':
      return `${effect.kind} ${effect.checkpointId}`;
    default:
      return effect.kind;
  }
}

interface Outcome {
  readonly phase: FinalCheckpointPhase;
  readonly effects: readonly string[];
}

const again: Outcome = { phase: 'WAITING', effects: [`arm-timer ${againMs}`] };
const requested: Outcome = { phase: 'REQUESTED', effects: ['pause-scheduling', 'request-checkpoint'] };
const ignored = 'ignored';

/** What each event means in each phase while nothing else goes on: a missing cell does not compile. */
const table: Readonly<
  Record<FinalCheckpointPhase, Readonly<Record<FinalCheckpointEvent['kind'], Outcome | 'ignored'>>>
> = {
  DATA_FLOWS: {
    'data-ended': requested,
    'checkpoint-ended': ignored,
    'timer-fired': ignored,
    completed: ignored,
    failed: ignored,
  },
  WAITING: {
    'data-ended': ignored,
    'checkpoint-ended': ignored,
    'timer-fired': requested,
    completed: ignored,
    failed: ignored,
  },
  OTHER_UNDER_WAY: {
    'data-ended': ignored,
    'checkpoint-ended': { phase: 'WAITING', effects: [`arm-timer ${afterOtherMs}`] },
    'timer-fired': ignored,
    completed: ignored,
    failed: ignored,
  },
  REQUESTED: {
    'data-ended': ignored,
    'checkpoint-ended': ignored,
    'timer-fired': ignored,
    completed: { phase: 'COMPLETED', effects: [`arm-timer ${againMs}`] },
    failed: { phase: 'WAITING', effects: ['resume-scheduling', ...again.effects] },
  },
  COMPLETED: {
    'data-ended': ignored,
    'checkpoint-ended': ignored,
    'timer-fired': { phase: 'COMPLETED', effects: ['notify-again 7', `arm-timer ${againMs}`] },
    completed: ignored,
    failed: ignored,
  },
};

const cells = (Object.keys(table) as FinalCheckpointPhase[]).flatMap((phase) =>
  (Object.keys(table[phase]) as FinalCheckpointEvent['kind'][]).map((event) => [phase, event] as const),
);

describe('FinalCheckpoint', () => {
  it.each(cells)('%s, %s', (phase, event) => {
    const machine = at(phase);
    const effects = machine.step(events[event], quiet).map(inWords);
    const expected = table[phase][event];
    expect({ phase: machine.phase, effects }).toEqual(expected === 'ignored' ? { phase, effects: [] } : expected);
  });

  it.each([
    ['waits while a stop is under way, whatever else is', 'DATA_FLOWS', 'data-ended', stoppingWithSavepoint, again],
    ['asks again whether the stop has failed', 'WAITING', 'timer-fired', stopping, again],
    ['waits for one that is under way', 'WAITING', 'timer-fired', pending, { phase: 'OTHER_UNDER_WAY', effects: [] }],
    ['leaves the schedule to a stop that has begun meanwhile', 'REQUESTED', 'failed', stopping, again],
  ] as const)('%s', (_, phase, event, facts, expected) => {
    const machine = at(phase);
    const effects = machine.step(events[event], facts).map(inWords);
    expect({ phase: machine.phase, effects }).toEqual(expected);
  });
});
