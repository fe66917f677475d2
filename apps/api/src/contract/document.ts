import { jobExamples } from '@weir/job-spec';
import { z } from 'zod';
import { contract } from './contract.ts';
import { negotiatedType, pathOf, type AnswerHeader, type Endpoint, type KnownHeader, type Tag } from './endpoint.ts';
import { componentSchemas } from './components.ts';
import { createRequest, validateRequest } from './job-spec.schema.ts';
import { forGenerators } from './for-generators.ts';
import { requestName, responseSchemas } from './named-schema.ts';
import { problem } from './problem.schema.ts';

type Json = Readonly<Record<string, unknown>>;

/** The parts that every OpenAPI document has, and the rest. */
export interface OpenApiDocument extends Json {
  readonly openapi: string;
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly description: string;
    readonly license: { readonly name: string; readonly identifier: string };
  };
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const problemTitles: Readonly<Record<number, string>> = {
  400: 'The request is malformed.',
  403: 'A page of another site may not do that; or the request names a host other than this machine, which is all that the server serves.',
  404: 'There is no such thing.',
  406: 'The Accept header admits nothing that is answered here.',
  409: 'Not possible in the present state; `detail` says why, and `actions` of the job what is.',
  412: 'If-Match does not name the current version.',
  413: 'The body is larger than 1 MiB.',
  415: 'The body is not application/json.',
  422: 'The request is well formed, but its content is not valid.',
  428: 'If-Match is required.',
  500: 'A fault of the server.',
  503: 'Postgres cannot be reached, or there is no room; Retry-After says when to try again.',
};

const headerNotes: Readonly<Record<KnownHeader, string>> = {
  'Idempotency-Key':
    'A key of the caller, up to 200 characters. The same key with the same request gives the same answer for 24 hours and acts once.',
  'If-Match': 'The version that the change is based on, in quotes; a list of them; or `*` for whatever is there.',
  'Last-Event-ID': 'The number of the last event received.',
};

const headerSchemas: Readonly<Record<KnownHeader, Json>> = {
  'Idempotency-Key': { type: 'string', pattern: '^[!-~]+$', minLength: 1, maxLength: 200 },
  'If-Match': { type: 'string', minLength: 1, maxLength: 1_000 },
  'Last-Event-ID': { type: 'string', pattern: '^[0-9]{1,15}$' },
};

const answerNotes: Readonly<Record<AnswerHeader, string>> = {
  Location: 'Address of what came about.',
  ETag: 'What If-Match of the next PUT takes.',
  'Idempotent-Replayed': '`true`: the key had come with the same request before, and this is what was answered then.',
};

const tagNotes: Readonly<Record<Tag, string>> = {
  Jobs: 'Job specs and what is asked of jobs.',
  Runs: 'Starts of jobs: how they go, what they say, why they failed.',
  Checkpoints: 'Checkpoints of jobs, down to subtasks and channels.',
  Savepoints: 'Snapshots that people take and keep.',
  Platform: 'The installation: operations, events, engine hosts, health.',
};

/** The OpenAPI 3.1 document, out of the very schemas that validate requests. */
export function openApiDocument(): OpenApiDocument {
  return forGenerators({
    openapi: '3.1.0',
    info: {
      title: 'Weir',
      version: '1',
      description:
        'Checkpointed stream jobs: run them, watch their checkpoints, take savepoints, restore. Times are epoch milliseconds, durations milliseconds, sizes bytes.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'The server that gave this document.' }],
    // Nobody is asked who they are.
    security: [],
    tags: [...new Set(contract.map((one) => one.tag))].map((name) => ({ name, description: tagNotes[name] })),
    paths: paths(),
    components: { schemas: componentSchemas() },
  });
}

function paths(): OpenApiDocument['paths'] {
  const result: Record<string, Record<string, unknown>> = {};
  for (const one of contract) {
    const path = pathOf(one);
    result[path] = { ...result[path], [one.method.toLowerCase()]: operationOf(one) };
  }
  return result;
}

function operationOf(one: Endpoint): Json {
  return {
    operationId: one.id,
    tags: [one.tag],
    summary: one.summary,
    ...(one.description === undefined ? {} : { description: one.description }),
    parameters: [...parametersOf(one.params, 'path'), ...parametersOf(one.query, 'query'), ...headersOf(one)],
    ...(one.body === undefined
      ? {}
      : {
          requestBody: {
            required: one.bodyOptional !== true,
            content: { 'application/json': { schema: requestRef(one.body), ...examplesOf(one) } },
          },
        }),
    responses: { [String(one.success.status)]: successOf(one), ...problemsOf(one) },
  };
}

/** Whoever tries the API out begins with a job that works. */
function examplesOf({ body }: Endpoint): Json {
  if (body !== createRequest && body !== validateRequest) return {};
  return {
    examples: Object.fromEntries(jobExamples.map(({ id, title, spec }) => [id, { summary: title, value: spec }])),
  };
}

function parametersOf(schema: z.ZodType | undefined, place: 'path' | 'query'): Json[] {
  if (schema === undefined) return [];
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const properties = (json.properties ?? {}) as Record<string, Json>;
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = property;
    return {
      name,
      in: place,
      required: place === 'path' || (json.required ?? []).includes(name),
      ...(description === undefined ? {} : { description }),
      schema:
        name === 'limit'
          ? { type: 'integer', minimum: 1, maximum: 200, default: 50 }
          : rest.type === 'integer'
            ? { type: 'integer', minimum: 1 }
            : rest,
    };
  });
}

function headersOf(one: Endpoint): Json[] {
  return (one.headers ?? []).map((name) => ({
    name,
    in: 'header',
    required: name === 'If-Match',
    description: headerNotes[name],
    schema: headerSchemas[name],
  }));
}

function successOf(one: Endpoint): Json {
  const { success } = one;
  const headers = Object.fromEntries(
    (success.headers ?? []).map((name) => [name, { description: answerNotes[name], schema: { type: 'string' } }]),
  );
  const content =
    success.schema !== undefined
      ? { 'application/json': { schema: responseRef(success.schema) } }
      : success.contentType === 'text/event-stream'
        ? { 'text/event-stream': { schema: { type: 'string' } } }
        : success.contentType === undefined
          ? undefined
          : { [success.contentType]: { schema: { type: 'string' } } };
  return {
    description: success.description,
    ...(success.headers === undefined ? {} : { headers }),
    ...(content === undefined ? {} : { content }),
    ...(success.links === undefined ? {} : { links: success.links }),
  };
}

function problemsOf(one: Endpoint): Json {
  const statuses = new Set([
    400,
    403,
    500,
    ...(one.params === undefined ? [] : [404]),
    ...(negotiatedType(one) === null ? [] : [406]),
    ...(one.base === 'root' && one.id !== 'getReadiness' ? [] : [503]),
    ...(one.problems ?? []),
  ]);
  const content = { 'application/problem+json': { schema: responseRef(problem) } };
  return Object.fromEntries(
    [...statuses]
      .sort((a, b) => a - b)
      .map((status) => [
        String(status),
        {
          description: problemTitles[status] ?? 'A problem.',
          ...(status === 503 ? { headers: retryAfter } : {}),
          content,
        },
      ]),
  );
}

const retryAfter: Json = {
  'Retry-After': { description: 'Seconds until it is worth another try.', schema: { type: 'integer' } },
};

function responseRef(schema: z.ZodType): Json {
  const id = responseSchemas.get(schema)?.id;
  return id === undefined ? z.toJSONSchema(schema) : { $ref: `#/components/schemas/${id}` };
}

function requestRef(schema: z.ZodType): Json {
  const id = requestName(schema);
  return id === undefined ? z.toJSONSchema(schema, { io: 'input' }) : { $ref: `#/components/schemas/${id}` };
}
