import * as checkpoints from './checkpoints.endpoints.ts';
import type { Endpoint } from './endpoint.ts';
import * as jobs from './jobs.endpoints.ts';
import * as platform from './platform.endpoints.ts';
import * as runs from './runs.endpoints.ts';

/** Every operation the API has. A test asserts that each has exactly one handler. */
export const contract: readonly Endpoint[] = [jobs, runs, checkpoints, platform].flatMap((group) =>
  Object.values(group),
);
