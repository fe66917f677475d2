import type { IncomingMessage, ServerResponse } from 'node:http';

/** What the API uses of Express' request. */
export interface HttpRequest extends IncomingMessage {
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly originalUrl: string;
  /** The first of the types that the Accept header admits; false: it admits none. */
  accepts(types: string[]): string | false;
}

/** What the API uses of Express' response: nothing beyond Node's. */
export type HttpResponse = ServerResponse;
