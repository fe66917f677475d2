import { STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { HttpError } from './http-error.ts';
import { problemOf } from './problem.filter.ts';

/** Problem documents for what Node refuses before any route sees it. */
export function answerBrokenRequests(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const problem = problemOf(
      error.code === 'HPE_HEADER_OVERFLOW'
        ? new HttpError('HEADERS_TOO_LARGE', 'The headers are larger than 16 KiB.')
        : new HttpError('REQUEST_INVALID', 'This is not a request of HTTP/1.1.'),
    );
    const body = JSON.stringify(problem);
    socket.end(
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}\r\nContent-Type: application/problem+json; charset=utf-8\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
  });
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    const problem = problemOf(new HttpError('EXPECTATION_UNSUPPORTED', 'Of expectations only 100-continue is met.'));
    response.writeHead(problem.status, { 'Content-Type': 'application/problem+json; charset=utf-8' });
    response.end(JSON.stringify(problem));
  });
}
