import type { SourceFactory } from '@weir/engine-core';
import { invariant } from '@weir/kernel';
import type { Connect } from './connect.ts';
import { SocketTextReader } from './socket-text-reader.ts';

export function socketTextFactory(connect: Connect): SourceFactory {
  return {
    type: 'socket-text',
    lists: [],
    create: (operator, context) => {
      invariant(operator.type === 'socket-text', 'The factory of socket-text makes only socket-text.', {
        type: operator.type,
      });
      return new SocketTextReader(operator, context, connect);
    },
  };
}
