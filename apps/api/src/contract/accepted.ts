import { linkTo, type Success } from './endpoint.ts';
import { operation } from './operation.schema.ts';

/** The answer to what takes its time: an operation that says what became of it. */
export const accepted = {
  status: 202,
  description: 'Accepted; the Location header points to the operation.',
  schema: operation,
  headers: ['Location', 'Idempotent-Replayed'],
  links: { ...linkTo('getOperation', 'operationId', '/id'), ...linkTo('getJob', 'jobId', '/jobId') },
} as const satisfies Success;
