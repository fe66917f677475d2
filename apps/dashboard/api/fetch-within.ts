/** How long an answer is waited for. A command is given longer: it may wait for its turn in the database. */
export const answerWithinMs = { read: 10_000, command: 20_000 } as const;

/** There was no answer, so that nobody knows what became of a command. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** Sends a request that ends in any case: with an answer, or with a {@link NoAnswer} that says what happened. */
export async function fetchWithin(request: Request, send: (request: Request) => Promise<Response>): Promise<Response> {
  const limitMs = request.method === 'GET' ? answerWithinMs.read : answerWithinMs.command;
  const limit = AbortSignal.timeout(limitMs);
  try {
    return await send(new Request(request, { signal: AbortSignal.any([request.signal, limit]) }));
  } catch (error) {
    if (request.signal.aborted) throw error;
    if (limit.aborted) throw new NoAnswer(`There was no answer within ${limitMs / 1_000} s.`, { cause: error });
    throw new NoAnswer('The server of this page cannot be reached.', { cause: error });
  }
}
