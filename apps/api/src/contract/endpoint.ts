import type { z } from 'zod';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
/** Request headers an endpoint looks at. They are documented and parsed only where they are named. */
export type KnownHeader = 'Idempotency-Key' | 'If-Match' | 'Last-Event-ID';
/** `api` paths stand below `/api/v1`, `root` paths are absolute. */
export type Base = 'api' | 'root';

export type AnswerHeader = 'Location' | 'ETag' | 'Idempotent-Replayed';
/** By which operations are grouped. */
export type Tag = 'Jobs' | 'Runs' | 'Checkpoints' | 'Savepoints' | 'Platform';

/** As OpenAPI has it: a parameter's value is an expression over the answer. */
export interface Link {
  readonly operationId: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** A link to the operation of the same name, by the field of the answer that its parameter takes. */
export function linkTo(operationId: string, parameter: string, pointer: string): Readonly<Record<string, Link>> {
  return { [operationId]: { operationId, parameters: { [parameter]: `$response.body#${pointer}` } } };
}

export interface Success {
  readonly status: 200 | 201 | 202 | 204;
  readonly description: string;
  /** Absent for an empty body or one that is not JSON. */
  readonly schema?: z.ZodType;
  /** `application/json` unless said otherwise. */
  readonly contentType?: string;
  readonly headers?: readonly AnswerHeader[];
  /** Which operations take what this one answers, for clients that go on by themselves. */
  readonly links?: Readonly<Record<string, Link>>;
}

/**
 * One operation of the HTTP contract. The same value routes a request, validates it and describes it in openapi.json,
 * so the three cannot drift apart.
 */
export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
> {
  /** Unique; names the operation in generated clients. */
  readonly id: string;
  readonly method: Method;
  /** With parameters in braces: `/jobs/{jobId}`. */
  readonly path: string;
  readonly base?: Base;
  readonly tag: Tag;
  readonly summary: string;
  readonly description?: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** Whether a request without a body is read as `{}`. */
  readonly bodyOptional?: boolean;
  readonly headers?: readonly KnownHeader[];
  readonly success: Success;
  /** Problem statuses beyond 400, 403, 404 (where the path has parameters), 406, 500 and 503, which every operation may answer. */
  readonly problems?: readonly number[];
}

/** What a handler gets: every part parsed by the endpoint's own schemas. */
export interface InputOf<E extends Endpoint> {
  readonly params: E extends Endpoint<infer Params> ? z.output<Params> : never;
  readonly query: E extends Endpoint<z.ZodType, infer Query> ? z.output<Query> : never;
  readonly body: E extends Endpoint<z.ZodType, z.ZodType, infer Body> ? z.output<Body> : never;
  readonly headers: RequestHeaders;
  /** Hex SHA-256 of method, path and body, by which an idempotency key recognises a repeated request. */
  readonly digest: string;
}

export interface RequestHeaders {
  readonly idempotencyKey: string | null;
  readonly ifMatch: string | null;
  readonly lastEventId: string | null;
}

/** What a success is answered as; null: with an empty body, or at an address whose callers (probes, Prometheus) say little. */
export function negotiatedType({ base, success }: Pick<Endpoint, 'base' | 'success'>): string | null {
  if (base === 'root' || success.status === 204) return null;
  return success.contentType ?? 'application/json';
}

/** The whole path of an endpoint, with parameters in braces. */
export function pathOf({ base, path }: Pick<Endpoint, 'base' | 'path'>): string {
  return base === 'root' ? path : `/api/v1${path}`;
}

/** Keeps the exact types of the schemas. */
export function endpoint<
  Params extends z.ZodType = z.ZodType<unknown>,
  Query extends z.ZodType = z.ZodType<unknown>,
  Body extends z.ZodType = z.ZodType<unknown>,
>(definition: Endpoint<Params, Query, Body>): Endpoint<Params, Query, Body> {
  return definition;
}
