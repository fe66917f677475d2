import type { JsonValue } from '@weir/engine-core';
import { invariant } from '@weir/kernel';

/** A file whose rows are all written, and which waits for the checkpoint that covers them. */
export interface PendingPart {
  /** Folder relative to the files root. */
  readonly path: string;
  readonly temporary: string;
  readonly final: string;
  readonly size: number;
}

export function entryOf({ path, temporary, final, size }: PendingPart): JsonValue {
  return [path, temporary, final, size];
}

/** Throws when the entry is not what {@link entryOf} made. */
export function pendingPartOf(entry: JsonValue): PendingPart {
  const [path, temporary, final, size] = Array.isArray(entry) ? (entry as readonly JsonValue[]) : [];
  invariant(
    typeof path === 'string' && isFileName(temporary) && isFileName(final) && typeof size === 'number',
    'A pending file is a folder, two names and a size.',
    { entry },
  );
  return { path, temporary, final, size };
}

function isFileName(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && /^[^/\0]{1,255}$/.test(value) && value !== '.' && value !== '..';
}
