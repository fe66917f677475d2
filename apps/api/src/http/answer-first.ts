import { randomUUID } from 'node:crypto';
import type { HttpRequest, HttpResponse } from './http-messages.ts';

/** The header that names a request in answers and in the server's log. */
export const requestIdHeader = 'X-Request-Id';

/** What every page of Swagger UI is made of comes from here; it styles itself with attributes, and shows pictures as data. */
const swaggerPolicy =
  "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'self'; object-src 'none'; frame-ancestors 'none'";
const dataPolicy = "default-src 'none'; frame-ancestors 'none'";

/** A middleware: headers that every answer has, whatever becomes of the request. */
export function answerFirst(request: HttpRequest, response: HttpResponse, next: () => void): void {
  response.setHeader(requestIdHeader, randomUUID());
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('X-Frame-Options', 'DENY');
  response.setHeader('Referrer-Policy', 'no-referrer');
  const isPage = request.originalUrl.startsWith('/api/docs');
  response.setHeader('Content-Security-Policy', isPage ? swaggerPolicy : dataPolicy);
  next();
}
