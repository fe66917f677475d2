import { createApi, type WeirApi } from '@weir/api-client';
import { apiOrigin } from './api-origin.ts';
import { ApiProblem } from './api-problem.ts';
import { fetchWithin } from './fetch-within.ts';

/** The API as this side reaches it: the page through its own origin, the server by the API's address. */
export const api: WeirApi = createApi(typeof window === 'undefined' ? apiOrigin() : window.location.origin, (request) =>
  fetchWithin(request, (limited) => fetch(limited, { cache: 'no-store' })),
);

interface Answer<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/** The data of an answer; an {@link ApiProblem} for everything that is no success. */
export async function unwrap<Data>(pending: Promise<Answer<Data>>): Promise<Exclude<Data, undefined>> {
  const { data, error, response } = await pending;
  if (!response.ok || data === undefined) throw new ApiProblem(response.status, error);
  return data as Exclude<Data, undefined>;
}

/** As {@link unwrap}, for answers without a body. */
export async function succeed(pending: Promise<Answer<unknown>>): Promise<void> {
  const { error, response } = await pending;
  if (!response.ok) throw new ApiProblem(response.status, error);
}
