import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import { type Callers, ensureOwnName } from './callers.ts';
import { endpointOf, keepInput, keepRoute } from './handles.ts';
import type { HttpRequest, HttpResponse } from './http-messages.ts';
import { parseInput } from './parse-input.ts';
import { Reply } from './reply.ts';

/** Refuses whom it must, parses what comes in by the endpoint's schemas, and writes the headers of what goes out. */
export class EndpointInterceptor implements NestInterceptor {
  constructor(private readonly callers: Callers) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const endpoint = endpointOf(context.getHandler());
    if (endpoint === undefined) return next.handle();
    const request = context.switchToHttp().getRequest<HttpRequest>();
    const response = context.switchToHttp().getResponse<HttpResponse>();
    keepRoute(request, endpoint);
    ensureOwnName(this.callers, request.headers.host);
    keepInput(request, await parseInput(endpoint, request));
    return next.handle().pipe(
      map((answer: unknown) => {
        if (response.headersSent) return undefined;
        response.setHeader('Cache-Control', 'no-store');
        if (endpoint.success.contentType !== undefined)
          response.setHeader('Content-Type', `${endpoint.success.contentType}; charset=utf-8`);
        if (!(answer instanceof Reply)) return answer;
        for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
        return answer.body;
      }),
    );
  }
}
