import { checkpointKinds } from '@weir/run-contract';
import { z } from 'zod';
import { accepted } from './accepted.ts';
import {
  checkpointDetail,
  checkpointPage,
  checkpointStatus,
  checkpointSummary,
  triggerCheckpointRequest,
} from './checkpoint.schema.ts';
import { endpoint } from './endpoint.ts';
import { jobPath, noQuery, numberedIn } from './parameters.ts';
import { patchSavepointRequest, savepoint, savepointPage, triggerSavepointRequest } from './savepoint.schema.ts';
import { pageQuery, uuid } from './scalar.ts';

const savepointPath = z.object({ savepointId: uuid.describe('The `id` of the savepoint.') });

export const listCheckpoints = endpoint({
  id: 'listCheckpoints',
  method: 'GET',
  path: '/jobs/{jobId}/checkpoints',
  tag: 'Checkpoints',
  summary: 'Checkpoint history over all runs, newest first, with counts and the latest of each sort',
  params: jobPath,
  query: z.strictObject({
    ...pageQuery,
    status: checkpointStatus.optional().describe('Only those in this state.'),
    kind: z.enum(checkpointKinds).optional().describe('Only those of this kind.'),
    runId: uuid.optional().describe('Only those of this run.'),
  }),
  success: { status: 200, description: 'A page of checkpoints.', schema: checkpointPage },
});
export const getCheckpointSummary = endpoint({
  id: 'getCheckpointSummary',
  method: 'GET',
  path: '/jobs/{jobId}/checkpoints/summary',
  tag: 'Checkpoints',
  summary: 'Minimum, average, maximum and percentiles over the stored history',
  params: jobPath,
  query: noQuery,
  success: { status: 200, description: 'The summary.', schema: checkpointSummary },
});
export const getCheckpoint = endpoint({
  id: 'getCheckpoint',
  method: 'GET',
  path: '/jobs/{jobId}/checkpoints/{checkpointId}',
  tag: 'Checkpoints',
  summary: 'One checkpoint: operators, subtasks, and when its barrier came on each channel',
  params: numberedIn('checkpointId', 'The number of its barrier: the `id` of the checkpoint.'),
  query: noQuery,
  success: { status: 200, description: 'The checkpoint.', schema: checkpointDetail },
});
export const triggerCheckpoint = endpoint({
  id: 'triggerCheckpoint',
  method: 'POST',
  path: '/jobs/{jobId}/checkpoints',
  tag: 'Checkpoints',
  summary: 'Take a checkpoint now',
  params: jobPath,
  query: noQuery,
  body: triggerCheckpointRequest,
  bodyOptional: true,
  headers: ['Idempotency-Key'],
  success: accepted,
  problems: [409, 413, 415, 422],
});
export const triggerSavepoint = endpoint({
  id: 'triggerSavepoint',
  method: 'POST',
  path: '/jobs/{jobId}/savepoints',
  tag: 'Savepoints',
  summary: 'Take a savepoint',
  params: jobPath,
  query: noQuery,
  body: triggerSavepointRequest,
  bodyOptional: true,
  headers: ['Idempotency-Key'],
  success: accepted,
  problems: [409, 413, 415, 422],
});
export const listJobSavepoints = endpoint({
  id: 'listJobSavepoints',
  method: 'GET',
  path: '/jobs/{jobId}/savepoints',
  tag: 'Savepoints',
  summary: 'Savepoints of one job, newest first',
  params: jobPath,
  query: z.strictObject(pageQuery),
  success: { status: 200, description: 'A page of savepoints.', schema: savepointPage },
});
export const listSavepoints = endpoint({
  id: 'listSavepoints',
  method: 'GET',
  path: '/savepoints',
  tag: 'Savepoints',
  summary: 'Savepoints of all jobs, newest first; they outlive their job',
  query: z.strictObject(pageQuery),
  success: { status: 200, description: 'A page of savepoints.', schema: savepointPage },
});
export const getSavepoint = endpoint({
  id: 'getSavepoint',
  method: 'GET',
  path: '/savepoints/{savepointId}',
  tag: 'Savepoints',
  summary: 'One savepoint',
  params: savepointPath,
  query: noQuery,
  success: { status: 200, description: 'The savepoint.', schema: savepoint },
});
export const patchSavepoint = endpoint({
  id: 'patchSavepoint',
  method: 'PATCH',
  path: '/savepoints/{savepointId}',
  tag: 'Savepoints',
  summary: 'Rename, annotate or pin a savepoint',
  params: savepointPath,
  query: noQuery,
  body: patchSavepointRequest,
  success: { status: 200, description: 'The savepoint.', schema: savepoint },
  problems: [413, 415, 422],
});
export const deleteSavepoint = endpoint({
  id: 'deleteSavepoint',
  method: 'DELETE',
  path: '/savepoints/{savepointId}',
  tag: 'Savepoints',
  summary: 'Delete a savepoint and its files',
  params: savepointPath,
  query: noQuery,
  success: { status: 204, description: 'Deleted.' },
  problems: [409],
});
