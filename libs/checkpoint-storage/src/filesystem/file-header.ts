import { crc32 } from 'node:zlib';
import { StorageError, type FileIdentity } from '@weir/engine-core';
import { z } from 'zod';

/**
 * The head of a state file: 8 bytes of magic, format version and length of the identity as 32-bit little-endian numbers,
 * the identity as JSON, and the CRC-32 of all of these. Blocks of state follow.
 */
const magic = new TextEncoder().encode('WEIRSTAT');
const formatVersion = 1;
const fixedBytes = 16;
const identityBytesMax = 65_536;

/** No head is longer. */
export const headerBytesMax = fixedBytes + identityBytesMax + 4;

const identitySchema = z.strictObject({
  jobId: z.string(),
  runId: z.string(),
  epoch: z.int().min(1),
  checkpointId: z.int().min(1),
  owner: z.string(),
});

export function encodeHeader(identity: FileIdentity): Uint8Array {
  const { jobId, runId, epoch, checkpointId, owner } = identity;
  const json = new TextEncoder().encode(JSON.stringify({ jobId, runId, epoch, checkpointId, owner }));
  const header = new Uint8Array(fixedBytes + json.length + 4);
  const view = new DataView(header.buffer);
  header.set(magic);
  view.setUint32(8, formatVersion, true);
  view.setUint32(12, json.length, true);
  header.set(json, fixedBytes);
  view.setUint32(fixedBytes + json.length, crc32(header.subarray(0, fixedBytes + json.length)), true);
  return header;
}

/** The identity in the first bytes of a state file (at least the whole head). Throws DAMAGED with the path and what is wrong. */
export function decodeHeader(bytes: Uint8Array, path: string): FileIdentity {
  if (bytes.length < fixedBytes + 4) throw damaged(path, `it ends inside its head, after ${bytes.length} bytes`);
  if (!magic.every((byte, at) => bytes[at] === byte)) throw damaged(path, 'it does not begin as a state file does');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(8, true);
  if (version !== formatVersion) {
    throw damaged(path, `its format version is ${version}, this program reads version ${formatVersion}`);
  }
  const end = fixedBytes + view.getUint32(12, true);
  if (end > fixedBytes + identityBytesMax || end + 4 > bytes.length)
    throw damaged(path, 'the length of its head is wrong');
  if (crc32(bytes.subarray(0, end)) !== view.getUint32(end, true))
    throw damaged(path, 'the checksum of its head is wrong');
  const identity = identitySchema.safeParse(parseJson(bytes.subarray(fixedBytes, end)));
  if (!identity.success) throw damaged(path, 'its head holds no identity');
  return identity.data;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // No JSON is no identity: the caller says so with the path.
    return undefined;
  }
}

function damaged(path: string, what: string): StorageError {
  return new StorageError('DAMAGED', `The state file ${path} is damaged: ${what}.`, { details: { path } });
}
