import { describe, expect, it } from 'vitest';
import { actionLook, refusal } from './job-actions.ts';
import { actionsOf, checkpointOf } from './testing/record-builders.ts';

describe('refusal', () => {
  it('is none when the server allows the action', () => {
    expect(refusal({ actions: actionsOf() }, 'stop')).toBeUndefined();
  });

  it('is the reason that the server gives', () => {
    const actions = actionsOf({ delete: { allowed: false, reason: 'The job runs.' } });
    expect(refusal({ actions }, 'delete')).toBe('The job runs.');
  });

  it('is a sentence also when the server gives no reason', () => {
    expect(refusal({ actions: actionsOf({ stop: { allowed: false, reason: null } }) }, 'stop')).not.toBe('');
  });
});

describe('the consequence of cancelling', () => {
  it('names the checkpoint that stays', () => {
    expect(actionLook('cancel').consequence({ latestCheckpoint: checkpointOf({ id: 42 }) })).toContain(
      'Checkpoint 42 stays',
    );
  });

  it('says that state is lost when no checkpoint has completed', () => {
    expect(actionLook('cancel').consequence({ latestCheckpoint: null })).toContain('its state is lost');
  });
});
