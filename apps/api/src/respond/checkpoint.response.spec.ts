import type { SubtaskCheckpointRecord } from '@weir/run-contract';
import { trusted } from '@weir/kernel';
import type { CheckpointDetail } from '@weir/persistence';
import { describe, expect, it } from 'vitest';
import { checkpointDetail } from '../contract/checkpoint.schema.ts';
import { checkpointDetailBody } from './checkpoint.response.ts';

function subtask(changes: Partial<SubtaskCheckpointRecord>): SubtaskCheckpointRecord {
  return {
    index: 0,
    ackTimestamp: 1_010,
    endToEndDuration: 40,
    startDelay: 1,
    alignmentDuration: 0,
    syncDuration: 1,
    asyncDuration: 8,
    checkpointedSize: 100,
    stateSize: 200,
    processedData: 5,
    channels: [],
    ...changes,
  };
}

function detailOf(subtasks: readonly SubtaskCheckpointRecord[]): CheckpointDetail {
  return {
    id: 7,
    snapshotId: '00000000-0000-4000-8000-000000000007',
    jobId: trusted('00000000-0000-4000-8000-000000000001'),
    runId: trusted('00000000-0000-4000-8000-000000000002'),
    epoch: 1,
    status: 'IN_PROGRESS',
    kind: 'CHECKPOINT',
    trigger: 'PERIODIC',
    incremental: false,
    triggerTimestamp: 1_000,
    latestAckTimestamp: null,
    endToEndDuration: null,
    checkpointedSize: 0,
    stateSize: 0,
    processedData: 0,
    numSubtasks: 2,
    numAcknowledgedSubtasks: subtasks.length,
    externalPath: null,
    failureReason: null,
    failureMessage: null,
    discarded: false,
    operators: [{ uid: 'a', name: 'a', parallelism: 2, subtasks }],
  };
}

describe('the body of a checkpoint', () => {
  it('says of an operator what its subtasks say: sums of sizes, and the duration of the slowest', () => {
    const subtasks = [subtask({}), subtask({ index: 1, ackTimestamp: 1_009, endToEndDuration: 90 })];
    const body = checkpointDetail.parse(checkpointDetailBody(detailOf(subtasks)));
    expect(body.operators[0]).toMatchObject({
      numAcknowledgedSubtasks: 2,
      latestAckTimestamp: 1_010,
      endToEndDuration: 90,
      checkpointedSize: 200,
      stateSize: 400,
      processedData: 10,
    });
  });

  it('claims no duration of an operator of which nothing was acknowledged', () => {
    const body = checkpointDetailBody(detailOf([]));
    expect(body.operators[0]).toMatchObject({ latestAckTimestamp: null, endToEndDuration: null, stateSize: 0 });
  });
});
