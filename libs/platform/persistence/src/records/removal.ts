import type { JobId } from '@weir/kernel';

/** Files of a deleted job that are still to go. */
export interface Removal {
  readonly jobId: JobId;
  /** SNAPSHOT: the folder at `path`. JOB: what else the job has on the storage with that root; empty: the server's own. */
  readonly kind: 'SNAPSHOT' | 'JOB';
  readonly path: string;
  /** How often it was tried in vain. */
  readonly tries: number;
}
