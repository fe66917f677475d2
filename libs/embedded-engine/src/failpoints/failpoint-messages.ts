import type { HostToThread, ThreadHandle, ThreadSpawner, ThreadToHost } from '@weir/engine-runtime';
import type { EpochSource } from '@weir/job-target';
import { isFailpointName } from './failpoint-names.ts';
import { around, aroundAsync, type Failpoints } from './failpoints.ts';

/** Threads with a failpoint around every message that the host sends. */
export function failpointSpawner(spawner: ThreadSpawner, failpoints: Failpoints): ThreadSpawner {
  const guarded = (handle: ThreadHandle): ThreadHandle => ({
    post: (message: HostToThread) => sending(failpoints, `host.${message.kind}`, () => handle.post(message)),
    terminate: () => handle.terminate(),
  });
  return { spawn: (count, events) => spawner.spawn(count, events).map(guarded) };
}

/** A thread's way to tell the host, with a failpoint around every message. */
export function failpointPost(post: (message: ThreadToHost) => void, failpoints: Failpoints): (message: ThreadToHost) => void {
  return (message) => sending(failpoints, `thread.${message.kind}`, () => post(message));
}

export function failpointEpochs(epochs: EpochSource, failpoints: Failpoints): EpochSource {
  return { acquire: () => aroundAsync(failpoints, 'epoch.acquire', () => epochs.acquire()) };
}

function sending(failpoints: Failpoints, name: string, send: () => void): void {
  if (isFailpointName(name)) around(failpoints, name, send);
  else send();
}
