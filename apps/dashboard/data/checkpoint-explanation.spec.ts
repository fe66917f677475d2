import { describe, expect, it } from 'vitest';
import { explainCheckpoint } from './checkpoint-explanation.ts';
import { detailOf, operatorCheckpointOf, subtaskOf } from './testing/record-builders.ts';

describe('explainCheckpoint', () => {
  it('names the slowest subtask and the phase that took most of its time', () => {
    const slow = subtaskOf({ index: 1, endToEndDuration: 200, startDelay: 10, asyncDuration: 180 });
    const detail = detailOf([
      operatorCheckpointOf('lines', [subtaskOf()]),
      operatorCheckpointOf('counts', [subtaskOf(), slow]),
    ]);
    expect(explainCheckpoint(detail)).toBe('counts #1 was the last to finish, after 200 ms; 90% of it was async.');
  });

  it('says how long publishing took when that was much of the whole', () => {
    const detail = detailOf([operatorCheckpointOf('lines', [subtaskOf({ endToEndDuration: 6 })])], {
      endToEndDuration: 17,
    });
    expect(explainCheckpoint(detail)).toContain('The checkpoint was complete 11 ms later.');
    const brief = detailOf([operatorCheckpointOf('lines', [subtaskOf({ endToEndDuration: 15 })])], {
      endToEndDuration: 17,
    });
    expect(explainCheckpoint(brief)).not.toContain('later');
  });

  it('names the channel that an alignment waited for', () => {
    const channels = [
      { from: 'ones', fromSubtask: 0, barrierTimestamp: 1_010, blockedDuration: 80 },
      { from: 'ones', fromSubtask: 1, barrierTimestamp: 1_090, blockedDuration: 0 },
    ];
    const subtask = subtaskOf({ endToEndDuration: 100, alignmentDuration: 80, asyncDuration: 10, channels });
    expect(explainCheckpoint(detailOf([operatorCheckpointOf('counts', [subtask])]))).toContain(
      '80% of it was alignment, waiting for the barrier of ones #1.',
    );
  });

  it.each([
    ['IN_PROGRESS', '3 of 4 subtasks have not acknowledged yet: counts #0, out #0, out #1.'],
    ['FAILED', '3 of 4 subtasks had not acknowledged when it failed: counts #0, out #0, out #1.'],
  ] as const)('names those that have not acknowledged while it is %s', (status, sentence) => {
    const counts = { ...operatorCheckpointOf('counts', [subtaskOf({ index: 1 })]), parallelism: 2 };
    const out = { ...operatorCheckpointOf('out', []), parallelism: 2 };
    const detail = detailOf([counts, out], { status, numSubtasks: 4, numAcknowledgedSubtasks: 1 });
    expect(explainCheckpoint(detail)).toBe(sentence);
  });

  it('names a few of very many', () => {
    const wide = { ...operatorCheckpointOf('counts', []), parallelism: 128 };
    const detail = detailOf([wide], { status: 'FAILED', numSubtasks: 128, numAcknowledgedSubtasks: 0 });
    expect(explainCheckpoint(detail)).toContain('counts #5 and 122 more.');
  });

  it('tells the last to finish of one that failed after all had acknowledged', () => {
    const detail = detailOf([operatorCheckpointOf('lines', [subtaskOf()])], {
      status: 'FAILED',
      numSubtasks: 1,
      numAcknowledgedSubtasks: 1,
    });
    expect(explainCheckpoint(detail)).toContain('lines #0 was the last to finish');
  });

  it('names no phase when none was measured', () => {
    const subtask = subtaskOf({ endToEndDuration: 0, startDelay: 0, syncDuration: 0, asyncDuration: 0 });
    expect(explainCheckpoint(detailOf([operatorCheckpointOf('lines', [subtask])], { endToEndDuration: 0 }))).toBe(
      'lines #0 was the last to finish, after 0 ms.',
    );
  });

  it('says nothing when nobody has acknowledged', () => {
    expect(explainCheckpoint(detailOf([operatorCheckpointOf('lines', [])]))).toBeUndefined();
  });
});
