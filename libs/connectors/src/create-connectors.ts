import type { SinkFactory, SourceFactory } from '@weir/engine-core';
import { blackholeFactory } from './blackhole/blackhole.ts';
import { datagenFactory } from './datagen/datagen.ts';
import { elementsFactory } from './elements/elements.ts';
import { fileSinkFactory } from './file/file.ts';
import type { FileSinkPorts } from './file/file-sink.ts';
import { printFactory } from './print/print.ts';
import type { Connect } from './socket-text/connect.ts';
import { socketTextFactory } from './socket-text/socket-text.ts';

export interface ConnectorsOptions extends FileSinkPorts {
  /** How `socket-text` connects: a `nodeConnect` outside of tests. */
  readonly connect: Connect;
}

export interface Connectors {
  readonly sources: readonly SourceFactory[];
  readonly sinks: readonly SinkFactory[];
}

/** Every connector there is, for one thread. */
export function createConnectors(options: ConnectorsOptions): Connectors {
  return {
    sources: [elementsFactory, datagenFactory, socketTextFactory(options.connect)],
    sinks: [
      printFactory,
      blackholeFactory,
      fileSinkFactory({ fileSystem: options.fileSystem, filesRoot: options.filesRoot }),
    ],
  };
}
