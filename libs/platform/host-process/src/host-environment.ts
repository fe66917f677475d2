import { join, resolve } from 'node:path';
import { specialAddresses, type SpecialAddress } from '@weir/embedded-engine';
import { PlatformError, type LogLevel } from '@weir/kernel';
import { z } from 'zod';

/** The variables of every process that can host runs, as they are written. */
export const hostVariables = {
  DATABASE_URL: z
    .string({ error: 'is required: the URL of a Postgres database. "npm start" provides one.' })
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://'),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must begin with redis://')
    .optional(),
  WEIR_DATA_DIR: z.string().default('.weir'),
  WEIR_FILES_DIR: z.string().optional(),
  WEIR_SNAPSHOT_DIR: z.string().optional(),
  WEIR_SNAPSHOT_ROOTS: z.string().optional(),
  WEIR_SOCKET_ALLOW: z
    .string()
    .transform((list) => (list.trim() === 'none' ? [] : list.split(',').map((kind) => kind.trim())))
    .pipe(z.array(z.enum(specialAddresses, `must be none, or list ${specialAddresses.join(', ')}`)))
    .optional(),
  WEIR_MAX_RUNS: z.coerce
    .number('must be a whole number from 1 to 1000')
    .int('must be a whole number from 1 to 1000')
    .min(1, 'must be a whole number from 1 to 1000')
    .max(1_000, 'must be a whole number from 1 to 1000')
    .default(32),
  WEIR_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error'], 'must be debug, info, warn or error').default('info'),
};

/** What they say. */
export interface HostEnvironment {
  readonly databaseUrl: string;
  /** Null: hints travel through Postgres. */
  readonly redisUrl: string | null;
  /** Holds the host's identity; not to be shared with hosts on other machines. */
  readonly dataDir: string;
  /** Shared by all hosts, as the snapshots are. */
  readonly filesDir: string;
  readonly snapshotDir: string;
  /** Folders below which a restore by path may look; the snapshot folder is always the first. */
  readonly snapshotRoots: readonly [string, ...string[]];
  /** Special addresses that `socket-text` may reach. */
  readonly socketAllow: readonly SpecialAddress[];
  readonly runsMax: number;
  readonly logLevel: LogLevel;
}

/** Makes folders absolute, and fills those that follow from others. */
export function hostEnvironment(value: z.output<z.ZodObject<typeof hostVariables>>): HostEnvironment {
  const dataDir = resolve(value.WEIR_DATA_DIR);
  const snapshotDir = resolve(value.WEIR_SNAPSHOT_DIR ?? join(dataDir, 'snapshots'));
  const others = (value.WEIR_SNAPSHOT_ROOTS ?? '')
    .split(',')
    .flatMap((root) => (root.trim() === '' ? [] : [resolve(root.trim())]));
  return {
    databaseUrl: value.DATABASE_URL,
    redisUrl: value.REDIS_URL ?? null,
    dataDir,
    filesDir: resolve(value.WEIR_FILES_DIR ?? join(dataDir, 'files')),
    snapshotDir,
    snapshotRoots: [snapshotDir, ...new Set(others.filter((root) => root !== snapshotDir))],
    socketAllow: value.WEIR_SOCKET_ALLOW ?? [],
    runsMax: value.WEIR_MAX_RUNS,
    logLevel: value.WEIR_LOG_LEVEL,
  };
}

/** Parses a process' variables; an empty one counts as unset. Throws an `EnvironmentError`. */
export function parseVariables<S extends z.ZodType>(
  schema: S,
  variables: Readonly<Record<string, string | undefined>>,
): z.output<S> {
  const given = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new EnvironmentError(result.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`));
}

/** Lists everything that is wrong with the variables. */
export class EnvironmentError extends PlatformError<'ENVIRONMENT_INVALID'> {
  constructor(problems: readonly string[]) {
    super('ENVIRONMENT_INVALID', problems.join('\n'), false);
  }
}
