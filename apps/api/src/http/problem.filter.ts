import { Catch, HttpException, NotFoundException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { JobsError, type JobsProblem } from '@weir/jobs';
import { messageOf, PlatformError, type Logger } from '@weir/kernel';
import type { Problem } from '../contract/problem.schema.ts';
import { allowedMethods } from './allowed-methods.ts';
import { requestIdHeader } from './answer-first.ts';
import { HttpError } from './http-error.ts';
import type { HttpRequest, HttpResponse } from './http-messages.ts';
import { isProblemCode, problemTable, type ProblemCode } from './problem-table.ts';

/** Turns whatever was thrown into an RFC 9457 problem document. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<HttpRequest>();
    const response = host.switchToHttp().getResponse<HttpResponse>();
    const allowed = error instanceof NotFoundException ? allowedMethods(request.originalUrl) : [];
    if (allowed.length > 0) response.setHeader('Allow', allowed.join(', '));
    if (allowed.length > 0 && request.method === 'OPTIONS') {
      response.statusCode = 204;
      response.end();
      return;
    }
    const problem = problemOf(allowed.length > 0 ? methodNotAllowed(request.method ?? '') : error);
    if (problem.code === 'INTERNAL') {
      const stack = error instanceof Error ? error.stack : undefined;
      this.#logger.log('error', 'A request failed.', {
        method: request.method,
        url: request.originalUrl,
        requestId: response.getHeader(requestIdHeader),
        error: messageOf(error),
        stack,
      });
    }
    if (response.headersSent) {
      response.end();
      return;
    }
    send(response, problem);
  }
}

function methodNotAllowed(method: string): HttpError {
  return new HttpError(
    'METHOD_NOT_ALLOWED',
    `This address does not take ${method}; the Allow header says what it takes.`,
  );
}

export function problemOf(error: unknown): Problem {
  const { code, detail, problems } = describe(error);
  const { status, title } = problemTable[code];
  return {
    type: `urn:weir:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    title,
    status,
    code,
    detail,
    errors: [...problems],
  };
}

interface Description {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly problems: readonly JobsProblem[];
}

function describe(error: unknown): Description {
  if (error instanceof HttpError || error instanceof JobsError)
    return { code: error.code, detail: error.message, problems: error.problems };
  if (error instanceof PlatformError) {
    const code = String(error.code);
    if (isProblemCode(code)) return { code, detail: error.message, problems: [] };
  }
  if (error instanceof HttpException) {
    const status = error.getStatus();
    if (status === 404)
      return { code: 'ROUTE_NOT_FOUND', detail: 'There is nothing at this address. See /api/docs.', problems: [] };
    if (status < 500) return { code: 'REQUEST_INVALID', detail: error.message, problems: [] };
  }
  // What went wrong inside is for the log, not for the caller.
  return { code: 'INTERNAL', detail: 'Something went wrong in the server; its log says what.', problems: [] };
}

function send(response: HttpResponse, problem: Problem): void {
  response.statusCode = problem.status;
  response.setHeader('Content-Type', 'application/problem+json; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  if (problem.status === 503) response.setHeader('Retry-After', '1');
  // The rest of a body that is too large is not waited for.
  if (problem.status === 413) response.setHeader('Connection', 'close');
  response.end(JSON.stringify(problem));
}
