import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import { messageOf } from '@weir/kernel';
import type { FailureReport } from '../engine-error.ts';
import type { NodeThreadData } from './node-thread-data.ts';
import type { ThreadEvents, ThreadHandle, ThreadSpawner } from './thread-spawner.ts';
import type { ThreadToHost } from './thread-to-host.ts';

export interface NodeThreadSpawnerOptions<Settings> {
  /** URL of the built entry that calls `runNodeThread`. */
  readonly entry: URL;
  readonly settings: Settings;
}

/** Threads of the job as worker threads of this process. */
export class NodeThreadSpawner<Settings> implements ThreadSpawner {
  readonly #options: NodeThreadSpawnerOptions<Settings>;

  constructor(options: NodeThreadSpawnerOptions<Settings>) {
    this.#options = options;
  }

  spawn(count: number, events: ThreadEvents): readonly ThreadHandle[] {
    const started: ThreadHandle[] = [];
    try {
      for (const [thread, ports] of connectAll(count).entries()) started.push(this.#start(thread, ports, events));
      return started;
    } catch (error) {
      for (const handle of started) void handle.terminate();
      throw error;
    }
  }

  #start(thread: number, links: NodeThreadData<Settings>['links'], events: ThreadEvents): ThreadHandle {
    const workerData: NodeThreadData<Settings> = { links, settings: this.#options.settings };
    const worker = new Worker(this.#options.entry, {
      workerData,
      execArgv: threadArguments(process.execArgv),
      transferList: links.map((link) => link.port),
      name: `weir-thread-${thread}`,
    });
    let failure: FailureReport | null = null;
    let isTerminating = false;
    const exited = new Promise<void>((resolve) => {
      worker.once('exit', (code) => {
        events.onExit(thread, isTerminating ? null : (failure ?? exitFailure(thread, code)));
        resolve();
      });
    });
    worker.on('message', (message: ThreadToHost) => events.onMessage(thread, message));
    worker.on('error', (error: unknown) => {
      failure = diedOf(thread, error);
    });
    worker.on('messageerror', (error) => {
      failure = diedOf(thread, error);
      void worker.terminate();
    });
    return {
      post: (message) => worker.postMessage(message),
      terminate: async () => {
        isTerminating = true;
        await worker.terminate();
        await exited;
      },
    };
  }
}

/**
 * Of this process' own arguments only what a thread can use: V8 keeps its flags for the whole process, and a thread that is handed
 * one does not start; loaders and conditions that make a process read sources must not reach threads, which read what was built.
 */
function threadArguments(ofProcess: readonly string[]): string[] {
  return ofProcess.filter((argument) => argument === '--enable-source-maps');
}

/** For every thread its ports to all others. */
function connectAll(count: number): { readonly peer: number; readonly port: MessagePort }[][] {
  const links: { readonly peer: number; readonly port: MessagePort }[][] = Array.from({ length: count }, () => []);
  for (let low = 0; low < count; low += 1) {
    for (let high = low + 1; high < count; high += 1) {
      const { port1, port2 } = new MessageChannel();
      links[low]?.push({ peer: high, port: port1 });
      links[high]?.push({ peer: low, port: port2 });
    }
  }
  return links;
}

function diedOf(thread: number, error: unknown): FailureReport {
  const stack = error instanceof Error ? (error.stack ?? null) : null;
  return {
    code: 'THREAD_DIED',
    message: `Thread ${thread} died: ${messageOf(error)}`,
    stack,
    operatorUid: null,
    subtask: null,
  };
}

function exitFailure(thread: number, code: number): FailureReport | null {
  if (code === 0) return null;
  return {
    code: 'THREAD_DIED',
    message: `Thread ${thread} exited with code ${code}.`,
    stack: null,
    operatorUid: null,
    subtask: null,
  };
}
