import { parseByteSize } from '@weir/kernel';
import { z } from 'zod';
import { operatorBase, singleInput } from './operator-base.ts';

/** Rows into a bounded tail that the API and the dashboard show. */
export const printSchema = z
  .strictObject({
    ...operatorBase,
    type: z.literal('print'),
    ...singleInput,
    limit: z.int().min(1).max(10_000).describe('How many of the latest rows are kept.').default(1_000),
  })
  .describe('Sink that keeps the latest rows for people to look at.');

export const blackholeSchema = z
  .strictObject({ ...operatorBase, type: z.literal('blackhole'), ...singleInput })
  .describe('Sink that counts rows and drops them.');

export const fileFormats = ['jsonl', 'csv'] as const;
export type FileFormat = (typeof fileFormats)[number];
export const ROLL_BYTES_MIN = 1_024;

const rollBytes = z.union([
  z.int().min(ROLL_BYTES_MIN).max(1e12),
  z
    .string()
    .max(40)
    .refine(
      (text) => (parseByteSize(text) ?? 0) >= ROLL_BYTES_MIN && (parseByteSize(text) ?? 0) <= 1e12,
      'Write a size of at least 1 KiB, such as "64 MiB".',
    ),
]);

export const fileSinkSchema = z
  .strictObject({
    ...operatorBase,
    type: z.literal('file'),
    ...singleInput,
    path: z
      .string()
      .min(1)
      .max(500)
      // eslint-disable-next-line no-control-regex -- control characters are what is refused
      .regex(/^[^\u0000-\u001f\u007f\\]+$/, 'A path holds neither control characters nor backslashes.')
      .refine(
        (path) => !path.startsWith('/') && !/^[A-Za-z]:/.test(path),
        "A path is relative to the server's files folder.",
      )
      .refine(
        (path) => !path.split('/').some((part) => part === '..' || part === '.' || part === ''),
        'A path must not contain "..", "." or empty parts.',
      )
      .refine(
        (path) => path.split('/').every((part) => part.length <= 100),
        'Each part of a path has at most 100 characters.',
      )
      .describe("Folder for the files, relative to the server's files folder."),
    format: z
      .enum(fileFormats)
      .describe(
        String.raw`jsonl: one JSON object a line. csv: with a line of column names; NULL is an empty field, or \N where there is one column, and an empty text is quoted. TIMESTAMP is written as 2024-05-01 12:30:15.250, in UTC.`,
      )
      .default('jsonl'),
    rollBytes: rollBytes
      .describe(
        'Bytes, or a text such as "64 MiB", 1 KiB at least. A file that is greater is closed and the next begun.',
      )
      .optional(),
  })
  .describe(
    'Sink that writes rows to files, which appear when the checkpoint that covers them completes: each row is there once.',
  );

type FileSinkSpec = z.output<typeof fileSinkSchema>;

/** Bytes of a `rollBytes` that the schema accepted; null when there is none. */
export function resolveRollBytes(spec: FileSinkSpec): number | null {
  if (typeof spec.rollBytes === 'string') return parseByteSize(spec.rollBytes) ?? null;
  return spec.rollBytes ?? null;
}
