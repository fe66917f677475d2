export { physicalTypeOf } from './batch/column.ts';
export type { BoolColumn, Column, Float64Column, Int32Column, NullBytes, PhysicalType, Utf8Column } from './batch/column.ts';
export { batchRowsMax, batchRowsTarget } from './batch/record-batch.ts';
export type { RecordBatch } from './batch/record-batch.ts';
export type { ChannelReceiver, ChannelSender, ControlElement, ReceivedElement } from './channel/channel.ts';
export type { SinkFactory, SourceFactory } from './connector/connector.ts';
export type {
  BatchElement,
  CancelCheckpointMarker,
  CheckpointBarrier,
  CheckpointOptions,
  EndOfData,
  EndOfInput,
  StreamElement,
  Watermark,
} from './element/stream-element.ts';
export { defaultMaxParallelism, keyGroupOf, keyGroupRangeOf, subtaskOf } from './keys/key-groups.ts';
export type { KeyGroupRange } from './keys/key-groups.ts';
export type { Operator, OperatorContext, Output } from './operator/operator.ts';
export type { PollResult, SourceReader } from './operator/source-reader.ts';
export { emptySubtaskState, filesOf, isStateless } from './snapshot/handles.ts';
export type {
  KeyedStateDescriptor,
  KeyedStateHandle,
  KeyGroupBlock,
  OperatorStateHandle,
  OperatorStateMode,
  OperatorSubtaskState,
  StateBlock,
  StateFile,
} from './snapshot/handles.ts';
export { manifestFileName, manifestFormatVersion } from './snapshot/manifest.ts';
export type { ChannelTiming, OperatorManifest, SnapshotManifest, SubtaskManifest, SubtaskTimings } from './snapshot/manifest.ts';
export type {
  KeyedStateBackend,
  KeyedStateBackendFactory,
  KeyedStateBackendOptions,
  KeyedStateCut,
  KeyedTable,
  KeyedTableDescriptor,
} from './state/keyed-state-backend.ts';
export type { JsonValue, ListState, OperatorStateStore } from './state/operator-state-store.ts';
export { StateError, stateErrorCodes } from './state/state-error.ts';
export type { StateErrorCode } from './state/state-error.ts';
export type {
  AttemptStorage,
  CheckpointStorage,
  FileIdentity,
  ListedSnapshot,
  PrepareRequest,
  SnapshotFileStore,
  SnapshotFileWriter,
  SnapshotLocation,
  SnapshotReader,
} from './storage/checkpoint-storage.ts';
export { StorageError, storageErrorCodes } from './storage/storage-error.ts';
export type { StorageErrorCode } from './storage/storage-error.ts';
