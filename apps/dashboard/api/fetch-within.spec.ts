import { afterEach, describe, expect, it, vi } from 'vitest';
import { answerWithinMs, fetchWithin, NoAnswer } from './fetch-within.ts';

const read = new Request('http://weir/api/v1/jobs');
const command = new Request('http://weir/api/v1/jobs', { method: 'POST', body: '{}' });

/** A server that is there and never answers. */
const silent = (request: Request) =>
  new Promise<Response>((_, reject) => {
    request.signal.addEventListener('abort', () => reject(request.signal.reason as Error));
  });

describe('fetchWithin', () => {
  afterEach(() => vi.restoreAllMocks());

  it.each([
    ['a read', read, answerWithinMs.read, 'There was no answer within 10 s.'],
    ['a command', command, answerWithinMs.command, 'There was no answer within 20 s.'],
  ])('gives up %s that is not answered, and says so', async (_what, request, limitMs, message) => {
    const limits: number[] = [];
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
      limits.push(ms);
      const limit = new AbortController();
      setTimeout(() => limit.abort(), 1);
      return limit.signal;
    });
    await expect(fetchWithin(request, silent)).rejects.toThrow(new NoAnswer(message));
    expect(limits).toEqual([limitMs]);
  });

  it('says that the server cannot be reached, as a browser without a network tells it', async () => {
    const offline = () => Promise.reject(new TypeError('Failed to fetch'));
    await expect(fetchWithin(command, offline)).rejects.toThrow(
      new NoAnswer('The server of this page cannot be reached.'),
    );
  });

  it('leaves a request that the page itself gave up to the page', async () => {
    const page = new AbortController();
    const answer = fetchWithin(new Request(read, { signal: page.signal }), silent);
    page.abort(new Error('The page has left.'));
    await expect(answer).rejects.toThrow('The page has left.');
  });
});
