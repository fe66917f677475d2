import type { JobSpecRequest } from '#data/api-types.ts';

/** What the editor holds, to be sent as it is: the server says what is wrong with it, and where. */
export function uncheckedSpec(value: Readonly<Record<string, unknown>>): JobSpecRequest {
  return value as JobSpecRequest;
}
