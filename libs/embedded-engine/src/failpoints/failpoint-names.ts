/** Where the protocol can be cut short: every step that leaves something behind, in a file, a message or an operator. */
export const failpointNames = [
  // The host's main thread on the checkpoint storage: fence, prepare, publish, retain, restore.
  'storage.make-folder',
  'storage.create',
  'storage.write',
  'storage.sync',
  'storage.close',
  'storage.link',
  'storage.rename',
  'storage.remove',
  'storage.remove-folder',
  'storage.sync-folder',
  'storage.open',
  'storage.list',
  // A thread on its state files.
  'state.create',
  'state.write',
  'state.sync',
  'state.close',
  'state.open',
  // The file sink on its parts.
  'sink.make-folder',
  'sink.create',
  'sink.write',
  'sink.sync',
  'sink.close',
  'sink.rename',
  'sink.remove',
  'sink.list',
  'sink.sync-folder',
  // Messages: where the host sends one to a thread, and where it takes one from a thread.
  'host.deploy',
  'host.run',
  'host.trigger-checkpoint',
  'host.checkpoint-complete',
  'host.stop',
  'thread.deployed',
  'thread.checkpoint-acknowledged',
  'thread.data-finished',
  'thread.finished',
  'thread.stopped',
  // Operators and sources, as the task calls them.
  'source.open',
  'source.snapshot',
  'source.notify-complete',
  'source.close',
  'operator.open',
  'operator.prepare-snapshot',
  'operator.snapshot',
  'operator.snapshot-async',
  'operator.notify-complete',
  'operator.finish',
  'operator.close',
  // The fencing token of an attempt.
  'epoch.acquire',
] as const;
export type FailpointName = (typeof failpointNames)[number];

const known: ReadonlySet<string> = new Set(failpointNames);

export function isFailpointName(text: string): text is FailpointName {
  return known.has(text);
}
