import type { IncomingMessage } from 'node:http';
import { checkJsonText, toPointer } from '@weir/job-spec';
import { HttpError } from './http-error.ts';

export const bodyBytesMax = 1_048_576;
/** A job spec needs less than ten. */
const depthMax = 64;

/**
 * The request's body as JSON; undefined when there is none. A body that says it is too large is refused before a byte of it is
 * read, one that turns out to be when the limit is passed. Rejects with an `HttpError`.
 */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const announced = Number(request.headers['content-length'] ?? Number.NaN);
  if (announced > bodyBytesMax) throw tooLarge();
  if (announced === 0 || (Number.isNaN(announced) && request.headers['transfer-encoding'] === undefined))
    return undefined;
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  const encoding = request.headers['content-encoding'];
  if (type !== 'application/json' || (encoding !== undefined && encoding !== 'identity')) {
    throw new HttpError('MEDIA_TYPE_UNSUPPORTED', 'Send the body as uncompressed application/json.');
  }
  const bytes = await collect(request);
  return bytes.length === 0 ? undefined : parse(bytes);
}

async function collect(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request) {
      const bytes = chunk as Buffer;
      length += bytes.length;
      if (length > bodyBytesMax) throw tooLarge();
      chunks.push(bytes);
    }
  } catch (error) {
    if (error instanceof HttpError) throw error;
    // The client has gone, which is no fault of the server and not worth a line in its log.
    throw new HttpError('REQUEST_INVALID', 'The connection ended before the body did.');
  }
  return Buffer.concat(chunks, length);
}

function parse(bytes: Buffer): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new HttpError('ENCODING_INVALID', 'The body is not valid UTF-8.');
  }
  if (nestsDeeper(text)) throw new HttpError('NESTING_TOO_DEEP', `The body nests deeper than ${depthMax} levels.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new HttpError(
      'JSON_INVALID',
      `The body is not JSON: ${error instanceof Error ? error.message.slice(0, 200) : 'it cannot be parsed'}.`,
    );
  }
  // Without the name, plain or with escapes, no value need be looked at.
  if (text.includes('__proto__') || text.includes('\\u')) refusePrototypes(value);
  refuseAltered(text);
  return value;
}

/** What parsing would change without a word is not what the client meant. */
function refuseAltered(text: string): void {
  const problems = checkJsonText(text);
  if (problems[0] !== undefined) throw new HttpError('JSON_INVALID', problems[0].message, problems);
}

/** Counts brackets outside strings, so that nothing recursive ever sees a body that nests too deep. */
function nestsDeeper(text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (isInString) {
      if (character === 0x5c) index += 1;
      else if (character === 0x22) isInString = false;
    } else if (character === 0x22) isInString = true;
    else if (character === 0x7b || character === 0x5b) {
      depth += 1;
      if (depth > depthMax) return true;
    } else if (character === 0x7d || character === 0x5d) depth -= 1;
  }
  return false;
}

/**
 * Own keys of this name would set an object's prototype wherever they are copied carelessly. Nothing is built for the many values that are
 * right: a body of tiny ones would hold the event loop for long.
 */
function refusePrototypes(value: unknown): void {
  const path = pathOfPrototype(value);
  if (path === null) return;
  const message = '"__proto__" may not be a key.';
  throw new HttpError('FORBIDDEN_KEY', message, [{ pointer: toPointer(path), code: 'FORBIDDEN_KEY', message }]);
}

function pathOfPrototype(value: unknown): string[] | null {
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const path = pathOfPrototype(item);
      if (path !== null) return [String(index), ...path];
    }
    return null;
  }
  for (const key of Object.keys(value)) {
    if (key === '__proto__') return [key];
    const path = pathOfPrototype((value as Readonly<Record<string, unknown>>)[key]);
    if (path !== null) return [key, ...path];
  }
  return null;
}

function tooLarge(): HttpError {
  return new HttpError('BODY_TOO_LARGE', `The body is larger than ${bodyBytesMax} bytes.`);
}
