import { manifestFormatVersion, type SnapshotManifest } from '@weir/engine-core';
import { columnTypes } from '@weir/job-spec';
import { z } from 'zod';

const count = z.int().min(0);
const milliseconds = z.number();

const stateFile = z.strictObject({
  // A file of the snapshot's own folder, or of a folder `shared` one or two above.
  path: z.string().regex(/^(?:(?:\.\.\/){1,2}shared\/)?[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/),
  size: count,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** Small ones travel in the manifest. */
const listedFile = stateFile.extend({ inline: z.base64().exactOptional() });

const blockFields = { offset: count, length: count, crc32: z.int().min(0).max(0xffff_ffff) };
const column = z.strictObject({ name: z.string(), type: z.enum(columnTypes), nullable: z.boolean() });

const keyedHandle = z.strictObject({
  descriptor: z.strictObject({
    name: z.string(),
    keyColumns: z.array(column),
    valueColumns: z.array(column),
    serializerVersion: z.int(),
    perKey: z
      .strictObject({
        kind: z.enum(['VALUE', 'LIST', 'MAP']),
        serializers: z.array(z.strictObject({ name: z.string(), version: z.int() })),
        hasTimeToLive: z.boolean(),
      })
      .exactOptional(),
  }),
  file: stateFile,
  keyGroups: z.array(z.strictObject({ keyGroup: count, entries: count, ...blockFields })),
});

const operatorHandle = z.strictObject({
  name: z.string(),
  mode: z.enum(['SPLIT', 'UNION', 'BROADCAST']),
  entries: count,
  file: stateFile,
  block: z.strictObject(blockFields),
});

const timings = z.strictObject({
  startDelay: milliseconds,
  alignmentDuration: milliseconds,
  syncDuration: milliseconds,
  asyncDuration: milliseconds,
  ackTimestamp: milliseconds,
  checkpointedSize: count,
  stateSize: count,
  processedData: count,
  channels: z.array(
    z.strictObject({
      fromUid: z.string(),
      fromSubtask: count,
      barrierTimestamp: milliseconds,
      blockedDuration: milliseconds,
    }),
  ),
});

const subtask = z.strictObject({
  index: count,
  finished: z.boolean(),
  state: z.strictObject({ keyed: z.array(keyedHandle), operator: z.array(operatorHandle) }),
  timings,
});

/** The contents of `_metadata`, as {@link SnapshotManifest} describes them. */
export const manifestSchema: z.ZodType<SnapshotManifest> = z.strictObject({
  formatVersion: z.literal(manifestFormatVersion),
  snapshotId: z.string(),
  jobId: z.string(),
  runId: z.string(),
  epoch: z.int().min(1),
  checkpointId: z.int().min(1),
  kind: z.enum(['CHECKPOINT', 'SAVEPOINT']),
  triggerTimestamp: milliseconds,
  ending: z.enum(['STOP', 'DRAIN']).exactOptional(),
  specDigest: z.string(),
  maxParallelism: z.int().min(1),
  operators: z.array(
    z.strictObject({
      uid: z.string(),
      name: z.string(),
      parallelism: z.int().min(1),
      maxParallelism: z.int().min(1),
      subtasks: z.array(subtask),
    }),
  ),
  coordinatorStates: z.record(z.string(), z.json()).optional(),
  files: z.array(listedFile),
});
