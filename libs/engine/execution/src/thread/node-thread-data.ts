import type { MessagePort } from 'node:worker_threads';

/** What a worker thread is started with. */
export interface NodeThreadData<Settings> {
  /** The ports to the other threads, by their number. */
  readonly links: readonly { readonly peer: number; readonly port: MessagePort }[];
  /** For the composition: plain data. */
  readonly settings: Settings;
}
