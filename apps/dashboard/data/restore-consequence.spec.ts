import { describe, expect, it } from 'vitest';
import { restoreConsequences, restoreTargetLabel } from './restore-consequence.ts';
import { checkpointOf } from './testing/record-builders.ts';

const target = { snapshotId: 's', checkpointId: 5, isSavepoint: true, name: 'before' };

describe('restoreConsequences', () => {
  it('says that a running job is cancelled first', () => {
    expect(restoreConsequences({ state: 'RUNNING', latestCheckpoint: null }, target)[0]).toContain('cancelled');
  });

  it('says nothing of cancelling when nothing runs', () => {
    expect(restoreConsequences({ state: 'FINISHED', latestCheckpoint: null }, target).join(' ')).not.toContain(
      'cancelled',
    );
  });

  it('names what is set aside when newer checkpoints exist', () => {
    const sentences = restoreConsequences({ state: 'FINISHED', latestCheckpoint: checkpointOf({ id: 9 }) }, target);
    expect(sentences.join(' ')).toContain('up to checkpoint 9, is set aside');
  });

  it('sets nothing aside when the target is the newest', () => {
    const sentences = restoreConsequences({ state: 'FINISHED', latestCheckpoint: checkpointOf({ id: 5 }) }, target);
    expect(sentences.join(' ')).not.toContain('set aside');
  });
});

describe('restoreTargetLabel', () => {
  it('uses the name of a savepoint when it has one', () => {
    expect(restoreTargetLabel(target)).toBe('savepoint “before”');
    expect(restoreTargetLabel({ ...target, name: '' })).toBe('savepoint 5');
    expect(restoreTargetLabel({ snapshotId: 's', checkpointId: 5, isSavepoint: false })).toBe('checkpoint 5');
  });
});
