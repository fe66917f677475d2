import type { ColumnSchema } from '@weir/job-spec';
import type { StateSerializerId } from '../state/state-serializer.ts';

/** A file of a snapshot. */
export interface StateFile {
  /** Relative to the snapshot's folder, with `/`; `../shared/…` for a file that several checkpoints use. */
  readonly path: string;
  readonly size: number;
  /** Hex SHA-256 of the whole file. */
  readonly sha256: string;
  /**
   * The whole file in base64: it is so small that it travels inside the manifest, and nothing stands at its path. Present from the
   * thread that wrote it to the manifest's list of files; elsewhere a file is named without it.
   */
  readonly inline?: string;
}

/** The file without what is in it. */
export function nameOf({ path, size, sha256 }: StateFile): StateFile {
  return { path, size, sha256 };
}

/** A stretch of a file, with a checksum of its own. */
export interface StateBlock {
  readonly offset: number;
  readonly length: number;
  /** CRC-32 (ISO 3309) of the stretch. */
  readonly crc32: number;
}

export interface KeyGroupBlock extends StateBlock {
  readonly keyGroup: number;
  readonly entries: number;
}

/** What a keyed state holds. Two descriptors fit when names and types are equal. */
export interface KeyedStateDescriptor {
  readonly name: string;
  readonly keyColumns: readonly ColumnSchema[];
  readonly valueColumns: readonly ColumnSchema[];
  /** Version of the canonical block format. */
  readonly serializerVersion: number;
  /** Present for states of one key at a time; absent for a table, whose values are its value columns. */
  readonly perKey?: PerKeyShape;
}

/** What a value, list or map state holds for each key. */
export interface PerKeyShape {
  readonly kind: 'VALUE' | 'LIST' | 'MAP';
  /** VALUE and LIST: of the values; MAP: of the keys, and of the values. */
  readonly serializers: readonly StateSerializerId[];
  /** Whether each value carries the time at which its life began. */
  readonly hasTimeToLive: boolean;
}

/** Keyed state of one subtask: only key groups that hold entries have a block. */
export interface KeyedStateHandle {
  readonly descriptor: KeyedStateDescriptor;
  readonly file: StateFile;
  readonly keyGroups: readonly KeyGroupBlock[];
}

/** How list entries are dealt when the parallelism changes. SPLIT: in runs of one length. UNION: everything to everyone. BROADCAST: one copy each. */
export type OperatorStateMode = 'SPLIT' | 'UNION' | 'BROADCAST';

/** One named operator state of one subtask; the block holds a JSON array of its entries. */
export interface OperatorStateHandle {
  readonly name: string;
  readonly mode: OperatorStateMode;
  readonly entries: number;
  readonly file: StateFile;
  readonly block: StateBlock;
}

/** Everything one operator's subtask put into a snapshot. Both lists empty: it is stateless. */
export interface OperatorSubtaskState {
  readonly keyed: readonly KeyedStateHandle[];
  readonly operator: readonly OperatorStateHandle[];
}

export const emptySubtaskState: OperatorSubtaskState = { keyed: [], operator: [] };

export function isStateless(state: OperatorSubtaskState): boolean {
  return state.keyed.length === 0 && state.operator.length === 0;
}

/** Distinct files a subtask's state refers to. */
export function filesOf(state: OperatorSubtaskState): readonly StateFile[] {
  const byPath = new Map<string, StateFile>();
  for (const handle of [...state.keyed, ...state.operator]) byPath.set(handle.file.path, handle.file);
  return [...byPath.values()];
}
