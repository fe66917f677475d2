import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './schema.gen.ts';

export type WeirApi = Client<paths>;

/**
 * A typed client of the whole HTTP contract: `api.GET('/api/v1/jobs/{jobId}', { params: { path: { jobId } } })`.
 * `baseUrl` is the API's origin, or empty where `/api` is proxied on the page's own origin.
 */
export function createApi(baseUrl: string, fetchRequest?: (request: Request) => Promise<Response>): WeirApi {
  return createClient<paths>(fetchRequest === undefined ? { baseUrl } : { baseUrl, fetch: fetchRequest });
}
