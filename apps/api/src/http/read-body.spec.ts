import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { bodyBytesMax, readJsonBody } from './read-body.ts';

function messageWith(headers: Readonly<Record<string, string>>): IncomingMessage {
  const message = new IncomingMessage(new Socket());
  Object.assign(message.headers, { 'content-type': 'application/json', 'transfer-encoding': 'chunked', ...headers });
  return message;
}

describe('readJsonBody', () => {
  it('reads a body that comes in pieces, even where a character is cut', async () => {
    const message = messageWith({});
    const bytes = Buffer.from('{"word":"Wehr ∎"}');
    for (const byte of bytes) message.push(Buffer.of(byte));
    message.push(null);
    expect(await readJsonBody(message)).toEqual({ word: 'Wehr ∎' });
  });

  it('takes a client that goes away in the middle for its mistake, not for a fault of the server', async () => {
    const message = messageWith({});
    message.push('{"name":');
    const body = readJsonBody(message);
    message.destroy(new Error('aborted'));
    await expect(body).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
  });

  it.each([
    ['{"rows":[{"n":9007199254740993}]}', '/rows/0/n', 'NUMBER_INEXACT'],
    ['{"name":"a","name":"b"}', '/name', 'KEY_REPEATED'],
  ])('refuses %s, which would be altered without a word', async (text, pointer, code) => {
    const message = messageWith({});
    message.push(text);
    message.push(null);
    await expect(readJsonBody(message)).rejects.toMatchObject({ code: 'JSON_INVALID', problems: [{ pointer, code }] });
  });

  it('stops reading at its limit', async () => {
    const message = messageWith({});
    message.push(Buffer.alloc(bodyBytesMax + 1, 0x20));
    message.push(null);
    await expect(readJsonBody(message)).rejects.toMatchObject({ code: 'BODY_TOO_LARGE' });
  });

  it('refuses an announced length over its limit before it reads', async () => {
    const message = messageWith({ 'content-length': String(bodyBytesMax + 1) });
    await expect(readJsonBody(message)).rejects.toMatchObject({ code: 'BODY_TOO_LARGE' });
  });
});
