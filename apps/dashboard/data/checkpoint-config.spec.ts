import { describe, expect, it } from 'vitest';
import type { CheckpointConfig } from './api-types.ts';
import { checkpointConfigEntries } from './checkpoint-config.ts';

const config: CheckpointConfig = {
  mode: 'EXACTLY_ONCE',
  interval: 5_000,
  timeout: 60_000,
  minPause: 0,
  maxConcurrentCheckpoints: 1,
  tolerableFailedCheckpoints: 0,
  retention: { completed: 10, onCancellation: 'RETAIN' },
  stateBackend: { type: 'hashmap' },
  checkpointStorage: { type: 'filesystem' },
  restartStrategy: { type: 'fixed-delay', attempts: 3, delayMs: 1_500, limit: null },
};

const textOf = (changed: CheckpointConfig, label: string) =>
  checkpointConfigEntries(changed).find((entry) => entry.label === label)?.text;

describe('checkpointConfigEntries', () => {
  it('writes durations as they are set', () => {
    expect(textOf(config, 'Interval')).toBe('5 s');
    expect(textOf(config, 'Timeout')).toBe('1 min');
  });

  it('says when there is no periodic checkpoint', () => {
    expect(textOf({ ...config, interval: null }, 'Interval')).toBe('no periodic checkpoint');
  });

  it('tells no tolerated failure from all of them', () => {
    expect(textOf(config, 'Tolerated failures')).toBe('0');
    expect(textOf({ ...config, tolerableFailedCheckpoints: null }, 'Tolerated failures')).toBe('all');
  });

  it('lists the options of a typed part that are set', () => {
    expect(textOf(config, 'Restart strategy')).toBe('fixed-delay (attempts 3, delay 1.50 s)');
    expect(textOf(config, 'State backend')).toBe('hashmap');
  });
});
