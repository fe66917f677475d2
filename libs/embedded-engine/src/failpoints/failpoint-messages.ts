import type { HostToThread, ThreadEvents, ThreadHandle, ThreadSpawner } from '@weir/engine-execution';
import type { EpochSource } from '@weir/run-contract';
import { isFailpointName } from './failpoint-names.ts';
import { around, aroundAsync, type Failpoints } from './failpoints.ts';

/** Threads with a failpoint around every message: where the host sends one, and where it takes one. */
export function failpointSpawner(spawner: ThreadSpawner, failpoints: Failpoints): ThreadSpawner {
  const guardedHandle = (handle: ThreadHandle): ThreadHandle => ({
    post: (message: HostToThread) => passing(failpoints, `host.${message.kind}`, () => handle.post(message)),
    terminate: () => handle.terminate(),
  });
  const guardedEvents = (events: ThreadEvents): ThreadEvents => ({
    onMessage: (thread, message) =>
      passing(failpoints, `thread.${message.kind}`, () => events.onMessage(thread, message)),
    onExit: (thread, failure) => events.onExit(thread, failure),
  });
  return { spawn: (count, events) => spawner.spawn(count, guardedEvents(events)).map(guardedHandle) };
}

export function failpointEpochs(epochs: EpochSource, failpoints: Failpoints): EpochSource {
  return { ...epochs, acquire: () => aroundAsync(failpoints, 'epoch.acquire', () => epochs.acquire()) };
}

function passing(failpoints: Failpoints, name: string, pass: () => void): void {
  if (isFailpointName(name)) around(failpoints, name, pass);
  else pass();
}
