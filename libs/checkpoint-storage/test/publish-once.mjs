// Opens an attempt in the folder given, writes one checkpoint of so many bytes and publishes it. Traced by fsync-order.it-spec.ts.
import { createFilesystemFileStore, createFilesystemStorage } from '@weir/checkpoint-storage';

const [root, mark, bytes] = process.argv.slice(2);
const jobId = '0b6a1c8e-5d21-4b7a-9c0e-8f1d2a3b4c5d';
const identity = { jobId, runId: jobId, epoch: 1, checkpointId: 1 };

const attempt = await createFilesystemStorage({ root, allowedRoots: [] }).openAttempt(jobId, 1);
const location = await attempt.prepare({ checkpointId: 1, kind: 'CHECKPOINT', directory: null });
const writer = await createFilesystemFileStore(20_480).create(location.path, { ...identity, owner: 'traced' });
await writer.write(new Uint8Array(Number(bytes)));
const file = await writer.finish();
const manifest = {
  formatVersion: 1,
  snapshotId: jobId,
  ...identity,
  kind: 'CHECKPOINT',
  triggerTimestamp: 0,
  specDigest: '',
  maxParallelism: 128,
  operators: [],
  files: [file],
};
const path = await attempt.publish(location, manifest);
// The acknowledgement, as far as a trace can see it.
process.stdout.write(`${mark} ${path}\n`);
