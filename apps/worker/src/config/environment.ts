import { hostEnvironment, hostVariables, parseVariables, type HostEnvironment } from '@weir/jobs';
import { z } from 'zod';

const schema = z.object(hostVariables);

/** The settings that this process was started with; nothing else reads its environment. Throws as {@link parseEnvironment} does. */
export function readEnvironment(): HostEnvironment {
  return parseEnvironment(process.env);
}

/** Throws an `Error` that lists everything that is wrong. */
export function parseEnvironment(variables: Readonly<Record<string, string | undefined>>): HostEnvironment {
  return Object.freeze(hostEnvironment(parseVariables(schema, variables)));
}
