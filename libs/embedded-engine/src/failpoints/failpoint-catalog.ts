import type { Operator, SourceReader } from '@weir/engine-core';
import type { OperatorCatalog } from '@weir/engine-execution';
import { around, aroundAsync, type Failpoints } from './failpoints.ts';

/** Operators and sources with a failpoint on both sides of every call of their life, but for the rows. */
export function failpointCatalog(catalog: OperatorCatalog, failpoints: Failpoints): OperatorCatalog {
  return {
    isSource: (operator) => catalog.isSource(operator),
    createSource: (operator, context) => guardedSource(catalog.createSource(operator, context), failpoints),
    createOperator: (operator, context) => guardedOperator(catalog.createOperator(operator, context), failpoints),
  };
}

function guardedSource(source: SourceReader, failpoints: Failpoints): SourceReader {
  return {
    open: () => aroundAsync(failpoints, 'source.open', () => source.open()),
    poll: () => source.poll(),
    snapshot: (checkpointId, options) =>
      around(failpoints, 'source.snapshot', () => source.snapshot(checkpointId, options)),
    notifyCheckpointComplete: (checkpointId) =>
      aroundAsync(failpoints, 'source.notify-complete', () => source.notifyCheckpointComplete(checkpointId)),
    notifyCheckpointAborted: (checkpointId) => source.notifyCheckpointAborted(checkpointId),
    close: () => aroundAsync(failpoints, 'source.close', () => source.close()),
  };
}

function guardedOperator(operator: Operator, failpoints: Failpoints): Operator {
  return {
    open: () => aroundAsync(failpoints, 'operator.open', () => operator.open()),
    processBatch: (batch, input) => operator.processBatch(batch, input),
    processWatermark: (timestamp) => operator.processWatermark(timestamp),
    prepareSnapshot: (checkpointId) =>
      around(failpoints, 'operator.prepare-snapshot', () => operator.prepareSnapshot(checkpointId)),
    snapshot: (checkpointId, options) => {
      const later = around(failpoints, 'operator.snapshot', () => operator.snapshot(checkpointId, options));
      return later && (() => aroundAsync(failpoints, 'operator.snapshot-async', later));
    },
    finish: () => around(failpoints, 'operator.finish', () => operator.finish()),
    notifyCheckpointComplete: (checkpointId) =>
      aroundAsync(failpoints, 'operator.notify-complete', () => operator.notifyCheckpointComplete(checkpointId)),
    notifyCheckpointAborted: (checkpointId) => operator.notifyCheckpointAborted(checkpointId),
    close: () => aroundAsync(failpoints, 'operator.close', () => operator.close()),
  };
}
