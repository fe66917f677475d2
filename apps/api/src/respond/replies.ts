import type { Idempotency, JobView, Written } from '@weir/jobs';
import type { Operation } from '@weir/persistence';
import type { RequestHeaders } from '../contract/endpoint.ts';
import { Reply } from '../http/reply.ts';
import { jobBody } from './job.response.ts';
import { operationBody } from './platform.response.ts';

export function idempotencyOf(input: {
  readonly headers: RequestHeaders;
  readonly digest: string;
}): Idempotency | null {
  const { idempotencyKey } = input.headers;
  return idempotencyKey === null ? null : { key: idempotencyKey, digest: input.digest };
}

/** The answer to a PUT of the spec: the tag names the version that is stored now. */
export function updatedReply(view: JobView): Reply {
  return new Reply(jobBody(view), { ETag: `"${view.job.version}"` });
}

export function createdReply({ value, isReplay }: Written<JobView>): Reply {
  return new Reply(jobBody(value), {
    Location: `/api/v1/jobs/${value.job.id}`,
    ...replayed(isReplay ? 'REPLAY' : 'FIRST'),
  });
}

export function acceptedReply({ value, isReplay }: Written<Operation>): Reply {
  return new Reply(operationBody(value), {
    Location: `/api/v1/operations/${value.id}`,
    ...replayed(isReplay ? 'REPLAY' : 'FIRST'),
  });
}

function replayed(answer: 'FIRST' | 'REPLAY'): Readonly<Record<string, string>> {
  return answer === 'REPLAY' ? { 'Idempotent-Replayed': 'true' } : {};
}
