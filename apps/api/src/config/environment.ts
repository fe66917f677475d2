import { join, resolve } from 'node:path';
import { z } from 'zod';

const onOff = z.enum(['on', 'off']);
const port = z.coerce.number().int().min(0).max(65_535);
const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

const schema = z
  .object({
    DATABASE_URL: z
      .string({ error: 'is required: the URL of a Postgres database. "npm start" provides one.' })
      .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://'),
    REDIS_URL: z
      .string()
      .regex(/^rediss?:\/\//, 'must begin with redis://')
      .optional(),
    WEIR_ROLE: z.enum(['all', 'api']).default('all'),
    WEIR_HOST: z.string().default('127.0.0.1'),
    WEIR_ALLOW_UNAUTHENTICATED: onOff.default('off'),
    WEIR_API_PORT: port.default(4100),
    WEIR_DATA_DIR: z.string().default('.weir'),
    WEIR_FILES_DIR: z.string().optional(),
    WEIR_SNAPSHOT_DIR: z.string().optional(),
    WEIR_SNAPSHOT_ROOTS: z.string().optional(),
    WEIR_SAMPLE_JOB: onOff.default('on'),
    WEIR_MAX_RUNS: z.coerce.number().int().min(1).max(1_000).default(32),
    WEIR_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  })
  .refine((value) => loopback.has(value.WEIR_HOST) || value.WEIR_ALLOW_UNAUTHENTICATED === 'on', {
    path: ['WEIR_HOST'],
    message:
      'opens the API beyond this machine, and it has no authentication yet. Put an authenticating proxy in front and set WEIR_ALLOW_UNAUTHENTICATED=on, or leave WEIR_HOST at 127.0.0.1.',
  });

/** The settings of the API process, parsed once; nothing else reads the environment. */
export interface Environment {
  readonly databaseUrl: string;
  readonly redisUrl: string | null;
  /** `all` hosts runs too; `api` leaves them to workers. */
  readonly role: 'all' | 'api';
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly dataDir: string;
  readonly filesDir: string;
  readonly snapshotDir: string;
  /** Folders below which a restore by path may look; the snapshot folder is always among them. */
  readonly snapshotRoots: readonly string[];
  readonly hasSampleJob: boolean;
  readonly runsMax: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
}

/** The settings of this process. Throws an `Error` that lists everything that is wrong with them. */
export function loadEnvironment(): Environment {
  return parseEnvironment(process.env);
}

/** As {@link loadEnvironment}, from any variables. */
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
    .map((root) => root.trim())
    .filter((root) => root !== '');
  return Object.freeze({
    databaseUrl: value.DATABASE_URL,
    redisUrl: value.REDIS_URL ?? null,
    role: value.WEIR_ROLE,
    host: value.WEIR_HOST,
    port: value.WEIR_API_PORT,
    dataDir,
    filesDir: resolve(value.WEIR_FILES_DIR ?? join(dataDir, 'files')),
    snapshotDir,
    snapshotRoots: [...new Set([snapshotDir, ...roots.map((root) => resolve(root))])],
    hasSampleJob: value.WEIR_SAMPLE_JOB === 'on',
    runsMax: value.WEIR_MAX_RUNS,
    logLevel: value.WEIR_LOG_LEVEL,
  });
}
