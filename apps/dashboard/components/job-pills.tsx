import type { Job } from '#data/api-types.ts';
import { healthLook, jobLook } from '#data/job-state.ts';
import { StatePill } from './state-pill.tsx';

/** The state of a job, and beside it its health where that is not good. */
export function JobPills({ job }: { readonly job: Pick<Job, 'state' | 'health'> }) {
  const health = healthLook(job);
  return (
    <>
      <StatePill look={jobLook(job)} /> {health === undefined ? null : <StatePill look={health} />}
    </>
  );
}
