import { z } from 'zod';
import { accepted } from './accepted.ts';
import { endpoint, linkTo, type Link } from './endpoint.ts';
import {
  cancelRequest,
  checkpointConfig,
  job,
  jobPage,
  jobState,
  jobVersionDetail,
  jobVersionPage,
  restartRequest,
  restoreRequest,
  startRequest,
  stopRequest,
  validation,
} from './job.schema.ts';
import { createRequest, specRequest, validateRequest } from './job-spec.schema.ts';
import { jobPath, noQuery, numberedIn, page } from './parameters.ts';
import { pageQuery, plainText } from './scalar.ts';

const tag = 'Jobs' as const;
const starts = { headers: ['Idempotency-Key'], problems: [409, 413, 415, 422] } as const;

export const createJob = endpoint({
  id: 'createJob',
  method: 'POST',
  path: '/jobs',
  tag,
  summary: 'Create a job and start it',
  description: 'The body is the job spec. With a top-level `"start": false` the job is only created.',
  query: noQuery,
  body: createRequest,
  success: {
    status: 201,
    description: 'Created.',
    schema: job,
    headers: ['Location', 'Idempotent-Replayed'],
    links: Object.assign(
      {},
      ...['getJob', 'listCheckpoints', 'triggerSavepoint', 'stopJob', 'cancelJob', 'deleteJob'].map((id) =>
        linkTo(id, 'jobId', '/id'),
      ),
    ) as Readonly<Record<string, Link>>,
  },
  ...starts,
});
export const validateJob = endpoint({
  id: 'validateJob',
  method: 'POST',
  path: '/jobs/validate',
  tag,
  summary: 'Check a job spec without storing anything',
  query: noQuery,
  body: validateRequest,
  success: { status: 200, description: 'What is right and wrong with it.', schema: validation },
  problems: [413, 415],
});
export const listJobs = endpoint({
  id: 'listJobs',
  method: 'GET',
  path: '/jobs',
  tag,
  summary: 'List jobs, newest first',
  query: z.strictObject({
    ...pageQuery,
    state: jobState.optional().describe('Only jobs in this state.'),
    name: plainText(200).optional().meta({ description: 'Jobs whose name contains this, whatever the case.' }),
  }),
  success: { status: 200, description: 'A page of jobs.', schema: jobPage },
});
export const getJob = endpoint({
  id: 'getJob',
  method: 'GET',
  path: '/jobs/{jobId}',
  tag,
  summary: 'One job, with the actions allowed now',
  params: jobPath,
  query: noQuery,
  success: { status: 200, description: 'The job.', schema: job },
});
export const deleteJob = endpoint({
  id: 'deleteJob',
  method: 'DELETE',
  path: '/jobs/{jobId}',
  tag,
  summary: 'Delete a job that has ended, with its history and checkpoints; savepoints stay',
  params: jobPath,
  query: noQuery,
  success: { status: 204, description: 'Deleted.' },
  problems: [409],
});
export const updateJobSpec = endpoint({
  id: 'updateJobSpec',
  method: 'PUT',
  path: '/jobs/{jobId}/spec',
  tag,
  summary: 'Store a new version of the spec; the next run uses it',
  description:
    'If-Match takes the `version` of the job in quotes (or the ETag of the last PUT; or `*`), so that nobody overwrites what somebody else has stored meanwhile.',
  params: jobPath,
  query: noQuery,
  body: specRequest,
  headers: ['If-Match'],
  success: { status: 200, description: 'The job with its new version.', schema: job, headers: ['ETag'] },
  problems: [412, 413, 415, 422, 428],
});
export const listJobVersions = endpoint({
  id: 'listJobVersions',
  method: 'GET',
  path: '/jobs/{jobId}/versions',
  tag,
  summary: 'Versions of the spec, newest first',
  params: jobPath,
  query: page,
  success: { status: 200, description: 'A page of versions.', schema: jobVersionPage },
});
export const getJobVersion = endpoint({
  id: 'getJobVersion',
  method: 'GET',
  path: '/jobs/{jobId}/versions/{number}',
  tag,
  summary: 'One version with its spec',
  params: numberedIn('number', 'The number of the version.'),
  query: noQuery,
  success: { status: 200, description: 'The version.', schema: jobVersionDetail },
});
export const startJob = endpoint({
  id: 'startJob',
  method: 'POST',
  path: '/jobs/{jobId}/start',
  tag,
  summary: 'Start a job that does not run: empty, or from a snapshot',
  params: jobPath,
  query: noQuery,
  body: startRequest,
  bodyOptional: true,
  success: accepted,
  ...starts,
});
export const stopJob = endpoint({
  id: 'stopJob',
  method: 'POST',
  path: '/jobs/{jobId}/stop',
  tag,
  summary: 'Stop with a savepoint',
  description: 'When the savepoint fails, the operation is FAILED and the job runs on.',
  params: jobPath,
  query: noQuery,
  body: stopRequest,
  bodyOptional: true,
  success: accepted,
  ...starts,
});
export const cancelJob = endpoint({
  id: 'cancelJob',
  method: 'POST',
  path: '/jobs/{jobId}/cancel',
  tag,
  summary: 'End the run without a savepoint',
  description: 'Its checkpoints stay or go as `checkpointing.retention.onCancellation` says.',
  params: jobPath,
  query: noQuery,
  body: cancelRequest,
  bodyOptional: true,
  success: accepted,
  ...starts,
});
export const restartJob = endpoint({
  id: 'restartJob',
  method: 'POST',
  path: '/jobs/{jobId}/restart',
  tag,
  summary: 'Begin a new run from the latest checkpoint, with the current spec',
  description: 'What runs is suspended first, with one last checkpoint.',
  params: jobPath,
  query: noQuery,
  body: restartRequest,
  bodyOptional: true,
  success: accepted,
  ...starts,
});
export const restoreJob = endpoint({
  id: 'restoreJob',
  method: 'POST',
  path: '/jobs/{jobId}/restore',
  tag,
  summary: 'Begin a new run from a snapshot; what runs is cancelled first',
  description:
    'The snapshot is looked at before anything is cancelled: it must be complete, undamaged and fit the spec.',
  params: jobPath,
  query: noQuery,
  body: restoreRequest,
  success: accepted,
  ...starts,
});
export const getCheckpointConfig = endpoint({
  id: 'getCheckpointConfig',
  method: 'GET',
  path: '/jobs/{jobId}/checkpoints/config',
  tag: 'Checkpoints',
  summary: 'Checkpoint configuration of the current version, with its defaults',
  params: jobPath,
  query: noQuery,
  success: { status: 200, description: 'The configuration.', schema: checkpointConfig },
});
