import { join, resolve } from 'node:path';
import { z } from 'zod';

const schema = z.object({
  DATABASE_URL: z
    .string({ error: 'is required: the URL of the Postgres database that the API uses.' })
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://'),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must begin with redis://')
    .optional(),
  WEIR_DATA_DIR: z.string().default('.weir'),
  WEIR_FILES_DIR: z.string().optional(),
  WEIR_SNAPSHOT_DIR: z.string().optional(),
  WEIR_SNAPSHOT_ROOTS: z.string().optional(),
  WEIR_MAX_RUNS: z.coerce.number().int().min(1).max(1_000).default(32),
  WEIR_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});

/** The settings of a worker process, parsed once; nothing else reads the environment. */
export interface Environment {
  readonly databaseUrl: string;
  readonly redisUrl: string | null;
  /** Holds the worker's identity; not to be shared with workers on other machines. */
  readonly dataDir: string;
  /** Shared by all hosts, as the snapshots are. */
  readonly filesDir: string;
  readonly snapshotDir: string;
  /** Folders below which a restore by path may look; the snapshot folder is always among them. */
  readonly snapshotRoots: readonly string[];
  readonly runsMax: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
}

/** The settings that this process was started with. Throws as {@link parseEnvironment} does. */
export function readEnvironment(): Environment {
  return parseEnvironment(process.env);
}

/** Throws an `Error` that lists everything that is wrong. */
export function parseEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const given = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const result = schema.safeParse(given);
  if (!result.success) {
    throw new Error(result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('\n'));
  }
  const value = result.data;
  const dataDir = resolve(value.WEIR_DATA_DIR);
  const snapshotDir = resolve(value.WEIR_SNAPSHOT_DIR ?? join(dataDir, 'snapshots'));
  const roots = (value.WEIR_SNAPSHOT_ROOTS ?? '')
    .split(',')
    .flatMap((root) => (root.trim() === '' ? [] : [root.trim()]));
  return Object.freeze({
    databaseUrl: value.DATABASE_URL,
    redisUrl: value.REDIS_URL ?? null,
    dataDir,
    filesDir: resolve(value.WEIR_FILES_DIR ?? join(dataDir, 'files')),
    snapshotDir,
    snapshotRoots: [...new Set([snapshotDir, ...roots.map((root) => resolve(root))])],
    runsMax: value.WEIR_MAX_RUNS,
    logLevel: value.WEIR_LOG_LEVEL,
  });
}
