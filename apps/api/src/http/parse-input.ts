import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { toPointer } from '@weir/job-spec';
import type { JobsProblem } from '@weir/jobs';
import { negotiatedType, type Endpoint, type InputOf, type RequestHeaders } from '../contract/endpoint.ts';
import { ensureOwnPage } from './callers.ts';
import { HttpError, type HttpErrorCode } from './http-error.ts';
import type { HttpRequest } from './http-messages.ts';
import { readJsonBody } from './read-body.ts';

/** Parses every part of a request by the endpoint's own schemas. Rejects with an `HttpError`. */
export async function parseInput(endpoint: Endpoint, request: HttpRequest): Promise<InputOf<Endpoint>> {
  ensureOwnPage(request);
  ensureAcceptable(endpoint, request);
  const params = parse(endpoint.params, request.params, { prefix: '#path', code: 'PARAMETER_INVALID' });
  const query = parse(endpoint.query, { ...request.query }, { prefix: '#query', code: 'PARAMETER_INVALID' });
  const headers = parseHeaders(endpoint, request);
  if (endpoint.body === undefined) return { params, query, body: undefined, headers, digest: '' };
  const raw = await readJsonBody(request);
  if (raw === undefined && endpoint.bodyOptional !== true)
    throw new HttpError('BODY_REQUIRED', 'This request needs a JSON body.');
  // Clients written by generators send null for a body that their caller left out.
  const given = raw === undefined || (raw === null && endpoint.bodyOptional === true) ? {} : raw;
  const body = parse(endpoint.body, given, { prefix: '', code: 'BODY_INVALID' });
  return { params, query, body, headers, digest: digestOf(request, given) };
}

function ensureAcceptable(endpoint: Endpoint, request: HttpRequest): void {
  const type = negotiatedType(endpoint);
  if (type === null || request.accepts([type]) !== false) return;
  throw new HttpError('NOT_ACCEPTABLE', `This is answered as ${type}, which the Accept header does not admit.`);
}

function parse(
  schema: z.ZodType | undefined,
  value: unknown,
  context: { readonly prefix: string; readonly code: HttpErrorCode },
): unknown {
  if (schema === undefined) return undefined;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.flatMap((issue) => problemsOf(issue, context.prefix));
  const first = problems[0];
  throw new HttpError(
    context.code,
    first === undefined ? 'The request is not valid.' : `${first.pointer || '/'}: ${first.message}`,
    problems,
  );
}

function problemsOf(issue: z.core.$ZodIssue, prefix: string): readonly JobsProblem[] {
  const path = toPointer(issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part)));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, 20).map((key) => ({
      pointer: `${prefix}${path}${toPointer([key]).slice(0, 201)}`,
      code: 'UNKNOWN_FIELD',
      message: 'There is no such field.',
    }));
  }
  return [{ pointer: `${prefix}${path}`, code: 'INVALID_VALUE', message: issue.message }];
}

function parseHeaders(endpoint: Endpoint, request: HttpRequest): RequestHeaders {
  const known = endpoint.headers ?? [];
  const read = (name: string): string | null => {
    const value = request.headers[name];
    return typeof value === 'string' ? value : null;
  };
  const idempotencyKey = known.includes('Idempotency-Key') ? read('idempotency-key') : null;
  if (idempotencyKey !== null && !/^[\x21-\x7e]{1,200}$/.test(idempotencyKey)) {
    throw new HttpError('IDEMPOTENCY_KEY_INVALID', 'An Idempotency-Key is 1 to 200 printable ASCII characters.');
  }
  return {
    idempotencyKey,
    ifMatch: known.includes('If-Match') ? read('if-match') : null,
    lastEventId: known.includes('Last-Event-ID') ? read('last-event-id') : null,
  };
}

function digestOf(request: HttpRequest, body: unknown): string {
  return createHash('sha256')
    .update(`${request.method ?? ''} ${request.originalUrl}\n${JSON.stringify(inOneOrder(body))}`)
    .digest('hex');
}

/** JSON objects have no order: the same members written in another one are the same request. Bodies nest no deeper than the reader lets them. */
function inOneOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOneOrder);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([key, member]) => [key, inOneOrder(member)]));
}
