import { z } from 'zod';

/** Where running state lives. Types that Flink has and this version has not are reported as UNSUPPORTED. */
export const stateBackendSchema = z
  .strictObject({ type: z.literal('hashmap') })
  .describe('Where running state lives: in memory.');

/** Where snapshots go. */
export const checkpointStorageSchema = z
  .strictObject({
    type: z.literal('filesystem'),
    path: z
      .string()
      .min(1)
      .max(1_000)
      .refine((path) => !path.includes('\0'), 'A path holds no NUL character.')
      .refine((path) => !path.split(/[\\/]/).includes('..'), 'A path must not contain "..".')
      .describe(
        "Root of the job's snapshots: relative to the server's snapshot folder, or absolute inside an allowed root. Absent: the snapshot folder.",
      )
      .optional(),
  })
  .describe('Where snapshots go: into folders of a file system that the server reaches.');

export type StateBackendSpec = z.output<typeof stateBackendSchema>;
export type CheckpointStorageSpec = z.output<typeof checkpointStorageSchema>;
