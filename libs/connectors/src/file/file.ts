import type { SinkFactory } from '@weir/engine-core';
import { invariant } from '@weir/kernel';
import { FileSink, type FileSinkPorts, pendingPartsState } from './file-sink.ts';

export function fileSinkFactory(ports: FileSinkPorts): SinkFactory {
  return {
    type: 'file',
    lists: [pendingPartsState],
    create: (operator, context) => {
      invariant(operator.type === 'file', 'The factory of file makes only file.', { type: operator.type });
      return new FileSink(operator, context, ports);
    },
  };
}
