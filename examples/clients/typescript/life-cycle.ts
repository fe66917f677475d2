import { readFileSync } from 'node:fs';
import {
  CheckpointsApi,
  Configuration,
  JobsApi,
  JobSpecRequestFromJSON,
  PlatformApi,
  ResponseError,
  SavepointsApi,
  type Operation,
} from './client/index.js';

const [, , basePath = '', specFile = ''] = process.argv;
const configuration = new Configuration({ basePath });
const [jobs, checkpoints, savepoints, platform] = [
  new JobsApi(configuration),
  new CheckpointsApi(configuration),
  new SavepointsApi(configuration),
  new PlatformApi(configuration),
];

/** Asks until the answer is there, for a minute at most. */
async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 600; tries += 1) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Waited in vain for ${what}.`);
}

async function settled({ id, kind }: Operation): Promise<Operation> {
  const ended = await until(`the end of ${kind}`, async () => {
    const operation = await platform.getOperation({ operationId: id });
    return operation.finishedAt === null ? undefined : operation;
  });
  if (ended.status !== 'SUCCEEDED') throw new Error(`${kind} is ${ended.status}: ${ended.error?.message}`);
  console.log(`${kind}: ${ended.status}`);
  return ended;
}

const spec = JobSpecRequestFromJSON(JSON.parse(readFileSync(specFile, 'utf8')));
const {
  id: jobId,
  name,
  createdAt,
} = await jobs.createJob({
  jobSpecRequest: { ...spec, name: 'typescript client' },
  idempotencyKey: `typescript-${Date.now()}`,
});
console.log(`submitted ${name}, created at ${new Date(createdAt).toISOString()}`);

const reached = async (state: string): Promise<true> =>
  until(state, async () => ((await jobs.getJob({ jobId })).state === state ? true : undefined));
await reached('RUNNING');

const latest = await until('two checkpoints', async () => {
  const page = await checkpoints.listCheckpoints({ jobId, status: 'COMPLETED' });
  return page.counts.completed >= 2 ? page.items[0] : undefined;
});
const { operators } = await checkpoints.getCheckpoint({ jobId, checkpointId: latest.id });
console.log(`checkpoint ${latest.id}: ${latest.stateSize} bytes of ${operators.length} operators`);
await settled(await checkpoints.triggerCheckpoint({ jobId }));

const taken = await settled(await savepoints.triggerSavepoint({ jobId, triggerSavepointRequest: { name: 'kept' } }));
const snapshotId = taken.result?.snapshotId ?? '';
await settled(await jobs.stopJob({ jobId }));
await settled(await jobs.restoreJob({ jobId, restoreJobRequest: { snapshotId } }));
await reached('RUNNING');
const { currentRun } = await jobs.getJob({ jobId });
if (currentRun?.restoredFrom?.snapshotId !== snapshotId) throw new Error('The run began from another snapshot.');

await settled(await jobs.cancelJob({ jobId }));
await reached('CANCELED');
await jobs.deleteJob({ jobId });
await savepoints.deleteSavepoint({ savepointId: snapshotId });
const answer = await jobs.getJobRaw({ jobId }).catch((error: unknown) => error);
const problem = answer instanceof ResponseError ? ((await answer.response.json()) as { code: string }) : undefined;
if (problem?.code !== 'JOB_NOT_FOUND') throw new Error(`Expected JOB_NOT_FOUND, got ${JSON.stringify(problem)}.`);
console.log('deleted');
