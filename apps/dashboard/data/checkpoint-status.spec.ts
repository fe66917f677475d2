import { describe, expect, it } from 'vitest';
import { checkpointStatusLook, restoreRefusal } from './checkpoint-status.ts';

const allowed = { allowed: true, reason: null };

describe('restoreRefusal', () => {
  it('refuses nothing that is complete and still there', () => {
    expect(restoreRefusal({ status: 'COMPLETED', discarded: false }, allowed)).toBeUndefined();
  });

  it('refuses one that never completed', () => {
    expect(restoreRefusal({ status: 'FAILED', discarded: false }, allowed)).toContain('completed');
  });

  it('refuses one whose files are gone, whatever the job allows', () => {
    expect(restoreRefusal({ status: 'COMPLETED', discarded: true }, allowed)).toContain('gone');
  });

  it('passes on the reason of the job', () => {
    const refused = { allowed: false, reason: 'The job is being cancelled.' };
    expect(restoreRefusal({ status: 'COMPLETED', discarded: false }, refused)).toBe('The job is being cancelled.');
  });
});

describe('checkpointStatusLook', () => {
  it('shows what a stop made needless as no failure', () => {
    expect(checkpointStatusLook({ status: 'FAILED', faultless: true })).toMatchObject({
      tone: 'idle',
      label: 'Needless',
    });
    expect(checkpointStatusLook({ status: 'FAILED', faultless: false }).tone).toBe('bad');
  });
});
