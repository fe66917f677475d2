import { gzip } from 'node:zlib';
import type { HttpRequest, HttpResponse } from './http-messages.ts';

/** Less than this gains nothing on the wire. */
const bytesMin = 1_024;
const compressible = /^(?:application\/(?:problem\+)?json|text\/)/;

/**
 * A middleware that sends answers in one piece as gzip to whoever takes it, packed beside the event loop. What is written piece by piece, as events
 * are, passes untouched: a packer would hold each event back until its window is full.
 */
export function compressAnswers(request: HttpRequest, response: HttpResponse, next: () => void): void {
  const end = response.end.bind(response) as (body?: unknown, encoding?: BufferEncoding) => HttpResponse;
  const packedEnd = (body?: unknown, encoding?: BufferEncoding): HttpResponse => {
    const bytes = typeof body === 'string' ? Buffer.from(body, encoding) : body;
    if (response.headersSent || !(bytes instanceof Uint8Array) || !isWorthwhile(response, bytes))
      return end(body, encoding);
    response.appendHeader('Vary', 'Accept-Encoding');
    if (request.method === 'HEAD' || !takesGzip(request.headers['accept-encoding'])) return end(bytes);
    response.end = end as HttpResponse['end'];
    gzip(bytes, (error, packed) => {
      if (error === null) {
        response.setHeader('Content-Encoding', 'gzip');
        response.setHeader('Content-Length', packed.length);
      }
      end(error === null ? packed : bytes);
    });
    return response;
  };
  response.end = packedEnd as HttpResponse['end'];
  next();
}

function isWorthwhile(response: HttpResponse, { length }: Uint8Array): boolean {
  const type = String(response.getHeader('Content-Type') ?? '');
  return length >= bytesMin && compressible.test(type) && response.getHeader('Content-Encoding') === undefined;
}

/** Whether gzip is named, or anything is, and not with a weight of nothing. */
export function takesGzip(header: string | string[] | undefined): boolean {
  const weights = new Map<string, number>();
  for (const part of String(header ?? '').split(',')) {
    const [name = '', ...parameters] = part
      .toLowerCase()
      .split(';')
      .map((one) => one.trim());
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    weights.set(name, weight === undefined ? 1 : Number(weight));
  }
  return (weights.get('gzip') ?? weights.get('*') ?? 0) > 0;
}
