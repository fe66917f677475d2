import { createHash } from 'node:crypto';
import {
  filesOf,
  manifestFormatVersion,
  StorageError,
  type OperatorSubtaskState,
  type SnapshotManifest,
  type StateBlock,
  type StateFile,
} from '@weir/engine-core';
import { messageOf } from '@weir/kernel';
import { z } from 'zod';
import { manifestSchema } from './manifest-schema.ts';

/** A manifest beyond this is refused before it is read. */
export const manifestBytesMax = 268_435_456;

const digestTail = /,"sha256":"([0-9a-f]{64})"\}\n$/;
const tailBytes = ',"sha256":""}\n'.length + 64;
const versionSchema = z.object({ formatVersion: z.unknown() });

/**
 * A manifest as the bytes of `_metadata`: a JSON object whose last member, `sha256`, is the digest of all bytes before that member,
 * so that no byte of the file can change unnoticed.
 */
export function encodeManifest(manifest: SnapshotManifest): Uint8Array {
  const head = JSON.stringify(manifest).slice(0, -1);
  return new TextEncoder().encode(`${head},"sha256":"${digestOf(new TextEncoder().encode(head))}"}\n`);
}

/** Reads and checks the bytes of `_metadata`. Throws DAMAGED with the path and what is wrong. */
export function decodeManifest(bytes: Uint8Array, path: string): SnapshotManifest {
  const tail = digestTail.exec(new TextDecoder('latin1').decode(bytes.subarray(Math.max(0, bytes.length - tailBytes))));
  if (tail === null) throw damaged(path, `it does not end with its digest; it may have been cut off or edited`);
  const head = bytes.subarray(0, bytes.length - tailBytes);
  if (digestOf(head) !== tail[1]) throw damaged(path, 'its digest does not fit its contents');
  const json = parseJson(head, path);
  const version = versionSchema.safeParse(json);
  if (version.success && version.data.formatVersion !== manifestFormatVersion) {
    const found = String(version.data.formatVersion);
    throw damaged(path, `its format version is ${found}, this program reads version ${manifestFormatVersion}`);
  }
  const manifest = manifestSchema.safeParse(json);
  if (!manifest.success) throw damaged(path, z.prettifyError(manifest.error).replaceAll('\n', ' '));
  requireNamedFiles(manifest.data, path);
  return manifest.data;
}

/** Every file that a handle names must be in the list of files with the same size and digest, and its blocks within it. */
function requireNamedFiles(manifest: SnapshotManifest, path: string): void {
  const known = new Map(manifest.files.map((file) => [file.path, file]));
  for (const operator of manifest.operators) {
    for (const { index, state } of operator.subtasks) {
      const place = `operator ${operator.uid}, subtask ${index}`;
      for (const file of filesOf(state)) {
        const listed = known.get(file.path);
        if (listed?.size === file.size && listed.sha256 === file.sha256) continue;
        throw damaged(path, `${place} names a file ${file.path} that the list of files lacks`);
      }
      for (const { file, block } of blocksOf(state)) {
        if (block.offset + block.length <= file.size) continue;
        throw damaged(path, `${place} names a block at ${block.offset} that goes beyond the end of ${file.path}`);
      }
    }
  }
}

function blocksOf({ keyed, operator }: OperatorSubtaskState): readonly { file: StateFile; block: StateBlock }[] {
  return [
    ...keyed.flatMap(({ file, keyGroups }) => keyGroups.map((block) => ({ file, block }))),
    ...operator.map(({ file, block }) => ({ file, block })),
  ];
}

function parseJson(head: Uint8Array, path: string): unknown {
  try {
    return JSON.parse(`${new TextDecoder('utf-8', { fatal: true }).decode(head)}}`);
  } catch (error) {
    throw damaged(path, messageOf(error));
  }
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function damaged(path: string, what: string): StorageError {
  return new StorageError('DAMAGED', `The manifest ${path} is damaged: ${what}.`, { details: { path } });
}
