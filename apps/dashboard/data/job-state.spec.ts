import { describe, expect, it } from 'vitest';
import type { JobHealth } from './api-types.ts';
import { healthLook, jobLook } from './job-state.ts';

const well: JobHealth = { status: 'OK', reasons: [] };
const sentence = "None of the run's 89 checkpoints completed.";
const failing: JobHealth = {
  status: 'FAILING',
  reasons: [{ code: 'CHECKPOINTS_FAIL', status: 'FAILING', sentence, since: 1 }],
};
const degraded: JobHealth = { ...failing, status: 'DEGRADED' };

describe('the look of a job', () => {
  it.each([
    ['RUNNING', well, 'ok', undefined],
    ['RUNNING', degraded, 'idle', 'warn'],
    ['RUNNING', failing, 'idle', 'bad'],
    ['RESTARTING', failing, 'idle', 'bad'],
    ['INITIALIZING', failing, 'idle', 'bad'],
    ['FAILED', failing, 'bad', undefined],
  ] as const)('of a %s one with health %o: state %s, health %s', (state, health, tone, healthTone) => {
    expect(jobLook({ state, health }).tone).toBe(tone);
    expect(healthLook({ state, health })?.tone).toBe(healthTone);
  });

  it('says why', () => {
    expect(healthLook({ state: 'RUNNING', health: failing })?.meaning).toBe(sentence);
  });
});
