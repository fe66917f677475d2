export { physicalTypeOf } from './batch/column.ts';
export type { BoolColumn, Column, Float64Column, Int32Column, NullBytes, Utf8Column } from './batch/column.ts';
export { allocateBatch, textSlackBytes } from './batch/allocate-batch.ts';
export { batchOf } from './batch/batch-of.ts';
export { copyBatch, copyRowRange, copySelectedRows, gatherInt32, reserveText } from './batch/copy-rows.ts';
export type { RowRange } from './batch/copy-text.ts';
export {
  /** @internal */
  rowsOf,
  valueOf,
} from './batch/rows-of.ts';
export type { Row } from './batch/rows-of.ts';
export { decodeText, textBytesMax, TextLimitError, textOf, Utf8Builder } from './batch/utf8-builder.ts';
export { batchRowsMax, batchRowsTarget } from './batch/record-batch.ts';
export type { RecordBatch } from './batch/record-batch.ts';
export type { ChannelReceiver, ChannelSender, ControlElement, ReceivedElement } from './channel/channel.ts';
export type { SinkFactory, SourceFactory } from './connector/connector.ts';
export { maxWatermark } from './element/stream-element.ts';
export type { CheckpointBarrier, CheckpointOptions, EndOfData } from './element/stream-element.ts';
export { keyGroupOf, keyGroupRangeOf, subtaskOf } from './keys/key-groups.ts';
export { KeyHasher } from './keys/hash-keys.ts';
export { decodeKey, KeyEncoder } from './keys/key-encoder.ts';
export type { EncodedKeys } from './keys/key-encoder.ts';
export { murmur3, murmur3OfInts, murmur3OfTexts } from './keys/murmur3.ts';
export type { KeyGroupRange } from './keys/key-groups.ts';
export { AbstractOperator, AbstractSourceReader } from './operator/abstract-operator.ts';
export type { Operator, OperatorContext, Output } from './operator/operator.ts';
export type { PollResult, SourceReader } from './operator/source-reader.ts';
export { emptySubtaskState, filesOf, isStateless, nameOf } from './snapshot/handles.ts';
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
export { manifestFileName, manifestFormatVersion, snapshotFolderOf } from './snapshot/manifest.ts';
export type { OperatorManifest, SnapshotManifest, SubtaskManifest, SubtaskTimings } from './snapshot/manifest.ts';
export { blockValues, keyedBlockVersion, placeKeyedBlock, readKeyedBlock } from './state/keyed-block.ts';
export type { BlockView, KeyedBlock, ValueArray } from './state/keyed-block.ts';
export type {
  KeyedStateBackend,
  KeyedStateBackendFactory,
  KeyedStateBackendOptions,
  KeyedStateCut,
  KeyedTable,
  KeyedTableDescriptor,
} from './state/keyed-state-backend.ts';
export type { JsonValue, ListState, OperatorStateStore } from './state/operator-state-store.ts';
export { PerKeyBlockWriter, readPerKeyBlock } from './state/per-key-block.ts';
export type { PerKeyElement, PerKeyEntry } from './state/per-key-block.ts';
export { perKeyBlockVersion, perKeyDescriptorOf, requireSamePerKeyState } from './state/per-key-descriptor.ts';
export type { PerKeyDeclaration } from './state/per-key-descriptor.ts';
export type {
  KeyedListState,
  ListStateDescriptor,
  MapState,
  MapStateDescriptor,
  PerKeyStates,
  ValueState,
  ValueStateDescriptor,
} from './state/per-key-states.ts';
export { StateError } from './state/state-error.ts';
export type { StateSerializer } from './state/state-serializer.ts';
export {
  /** @internal */
  doubleSerializer,
  /** @internal */
  stringSerializer,
} from './state/state-serializers.ts';
export { decideRead, isExpired } from './state/time-to-live.ts';
export type { ReadDecision, TimeToLive } from './state/time-to-live.ts';
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
export { StorageError } from './storage/storage-error.ts';
export type { StorageErrorCode } from './storage/storage-error.ts';
export { describeColumns, describeTable } from './state/declared-states.ts';
export type { DeclaredStates, TableShape } from './state/declared-states.ts';
