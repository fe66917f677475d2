import { hostEnvironment, hostVariables, parseVariables, type HostEnvironment } from '@weir/host-process';
import { isLoopbackHost } from '@weir/kernel';
import { z } from 'zod';

const onOff = z.enum(['on', 'off'], 'must be on or off');
const portRange = 'must be a port from 0 to 65535';
const port = z.coerce.number(portRange).int(portRange).min(0, portRange).max(65_535, portRange);

const schema = z
  .object({
    ...hostVariables,
    WEIR_ROLE: z.enum(['all', 'api'], 'must be all or api').default('all'),
    WEIR_HOST: z.string().default('127.0.0.1'),
    WEIR_ALLOW_UNAUTHENTICATED: onOff.default('off'),
    WEIR_API_PORT: port.default(4100),
    WEIR_SAMPLE_JOB: onOff.default('on'),
  })
  .refine((value) => isLoopbackHost(value.WEIR_HOST) || value.WEIR_ALLOW_UNAUTHENTICATED === 'on', {
    path: ['WEIR_HOST'],
    message:
      'opens the API beyond this machine, and it has no authentication yet. Put an authenticating proxy in front and set WEIR_ALLOW_UNAUTHENTICATED=on, or leave WEIR_HOST at 127.0.0.1.',
  });

/** The settings of the API process, parsed once; nothing else reads the environment. */
export interface Environment extends HostEnvironment {
  /** `all` hosts runs too; `api` leaves them to workers. */
  readonly role: 'all' | 'api';
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly hasSampleJob: boolean;
}

/** The settings of this process. Throws an `EnvironmentError`. */
export function loadEnvironment(): Environment {
  return parseEnvironment(process.env);
}

/** As {@link loadEnvironment}, from any variables. */
export function parseEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const value = parseVariables(schema, variables);
  const host = hostEnvironment(value);
  // Only who sits at this machine reaches the API, and what the machine serves to itself is his as well.
  const isOwn = isLoopbackHost(value.WEIR_HOST);
  return Object.freeze({
    ...host,
    socketAllow: value.WEIR_SOCKET_ALLOW ?? (isOwn ? (['loopback'] as const) : []),
    role: value.WEIR_ROLE,
    host: value.WEIR_HOST,
    port: value.WEIR_API_PORT,
    hasSampleJob: value.WEIR_SAMPLE_JOB === 'on',
  });
}
