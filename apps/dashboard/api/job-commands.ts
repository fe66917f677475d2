import { assertNever } from '@weir/kernel';
import type { Job, Operation } from '#data/api-types.ts';
import type { DirectAction } from '#data/job-actions.ts';
import { api, succeed, unwrap } from './client.ts';
import { uncheckedSpec } from './unchecked-spec.ts';

/** One press, one key: a repeated request with it does the thing once. */
const once = () => ({ 'Idempotency-Key': crypto.randomUUID() });

/** Performs a direct action. Undefined: it was done at once, there is no operation to follow. */
export async function performAction(jobId: string, action: DirectAction): Promise<Operation | undefined> {
  const params = { path: { jobId }, header: once() };
  switch (action) {
    case 'stop':
      return unwrap(api.POST('/api/v1/jobs/{jobId}/stop', { params, body: { drain: false } }));
    case 'cancel':
      return unwrap(api.POST('/api/v1/jobs/{jobId}/cancel', { params, body: {} }));
    case 'restart':
      return unwrap(api.POST('/api/v1/jobs/{jobId}/restart', { params, body: { allowNonRestoredState: false } }));
    case 'delete':
      await succeed(api.DELETE('/api/v1/jobs/{jobId}', { params: { path: { jobId } } }));
      return undefined;
    default:
      return assertNever(action);
  }
}

/** `latest`: from the latest completed snapshot; `empty`: as if it had never run. */
export function startJob(jobId: string, from: 'latest' | 'empty'): Promise<Operation> {
  return unwrap(
    api.POST('/api/v1/jobs/{jobId}/start', {
      params: { path: { jobId }, header: once() },
      body: { ...(from === 'latest' ? {} : { empty: true }), allowNonRestoredState: false },
    }),
  );
}

export function triggerCheckpoint(jobId: string): Promise<Operation> {
  return unwrap(
    api.POST('/api/v1/jobs/{jobId}/checkpoints', { params: { path: { jobId }, header: once() }, body: {} }),
  );
}

export function takeSavepoint(
  jobId: string,
  label: { readonly name: string; readonly note: string },
): Promise<Operation> {
  const body = {
    ...(label.name === '' ? {} : { name: label.name }),
    ...(label.note === '' ? {} : { note: label.note }),
  };
  return unwrap(api.POST('/api/v1/jobs/{jobId}/savepoints', { params: { path: { jobId }, header: once() }, body }));
}

export interface RestoreChoice {
  readonly snapshotId: string;
  /** Undefined keeps the spec's parallelism. */
  readonly parallelism: number | undefined;
  readonly allowNonRestoredState: boolean;
}

export function restoreJob(jobId: string, choice: RestoreChoice): Promise<Operation> {
  const { parallelism, ...body } = choice;
  return unwrap(
    api.POST('/api/v1/jobs/{jobId}/restore', {
      params: { path: { jobId }, header: once() },
      body: { ...body, claimMode: 'NO_CLAIM', ...(parallelism === undefined ? {} : { parallelism }) },
    }),
  );
}

/** `spec`: what the editor holds; the server says what is wrong with it. */
export function createJob(spec: Record<string, unknown>): Promise<Job> {
  return unwrap(api.POST('/api/v1/jobs', { params: { header: once() }, body: uncheckedSpec(spec) }));
}
