import type { Owner } from '@weir/persistence';
import type { JobsContext } from '../jobs-context.ts';

const dayMs = 86_400_000;
/** Checkpoints kept in a job's history; older ones go when their files are gone. */
const checkpointsKept = 10_000;
/** Bytes of details that a job's checkpoints may take; older ones keep their summary. */
const detailBytesKept = 64 * 1024 * 1024;
/** Events of checkpoints kept; those of actions and transitions stay for ever. */
const checkpointEventsKept = 200_000;
const runsMax = 500;

/** Keeps the tables that grow by themselves within bounds. Any number of hosts may do so at once. */
export async function housekeep(
  { store, clock }: JobsContext,
  owner: Owner,
  detailBytesMax = detailBytesKept,
): Promise<void> {
  await store.write(({ idempotency }) => idempotency.forgetBefore(clock.now() - dayMs));
  await store.write(({ events }) => events.forgetOldCheckpoints(checkpointEventsKept));
  const open = await store.read(({ leases }) => leases.listOpen(owner, runsMax));
  for (const jobId of new Set(open.map((run) => run.jobId))) {
    await store.write(({ checkpoints }) => checkpoints.forgetOld(jobId, checkpointsKept));
    await store.write(({ checkpoints }) => checkpoints.forgetDetails(jobId, detailBytesMax));
  }
}
