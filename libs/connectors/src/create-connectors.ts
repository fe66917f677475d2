import type { SinkFactory, SourceFactory } from '@weir/engine-core';
import { blackholeFactory } from './blackhole/blackhole.ts';
import { datagenFactory } from './datagen/datagen.ts';
import { printFactory } from './print/print.ts';

export interface Connectors {
  readonly sources: readonly SourceFactory[];
  readonly sinks: readonly SinkFactory[];
}

/** Every connector there is, for one thread. */
export function createConnectors(): Connectors {
  return { sources: [datagenFactory], sinks: [printFactory, blackholeFactory] };
}
