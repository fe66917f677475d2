import type {
  KeyedStateHandle,
  OperatorStateHandle,
  OperatorStateMode,
  OperatorSubtaskState,
  StateFile,
} from '@weir/engine-core';

export function fileOf(path: string, size = 100): StateFile {
  return { path, size, sha256: `digest of ${path}` };
}

/** One keyed state with a block of ten bytes for each key group. */
export function keyedHandleOf(path: string, keyGroups: readonly number[], name = 'sums'): KeyedStateHandle {
  return {
    descriptor: {
      name,
      keyColumns: [{ name: 'word', type: 'STRING', nullable: false }],
      valueColumns: [{ name: 'n', type: 'BIGINT', nullable: false }],
      serializerVersion: 1,
    },
    file: fileOf(path),
    keyGroups: keyGroups.map((keyGroup) => ({
      keyGroup,
      entries: 1,
      offset: keyGroup * 10,
      length: 10,
      crc32: keyGroup,
    })),
  };
}

export interface ListShape {
  readonly name?: string;
  readonly mode?: OperatorStateMode;
  readonly entries?: number;
}

export function listHandleOf(
  path: string,
  { name = 'positions', mode = 'SPLIT', entries = 1 }: ListShape = {},
): OperatorStateHandle {
  return { name, mode, entries, file: fileOf(path), block: { offset: 0, length: 10 * entries, crc32: 0 } };
}

export function stateOf(state: Partial<OperatorSubtaskState>): OperatorSubtaskState {
  return { keyed: [], operator: [], ...state };
}
