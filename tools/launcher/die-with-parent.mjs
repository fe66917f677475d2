// @ts-check
// Preloaded into the launcher's children (node --import). The channel to the launcher closes when the launcher ends in any
// way, SIGKILL among them; then this process asks itself to stop as if somebody had sent SIGTERM, and ends for certain later.
import { isMainThread } from 'node:worker_threads';

/** Longer than the API takes to suspend its runs. */
const graceMs = 40_000;

if (isMainThread && process.channel !== undefined && process.channel !== null) {
  process.once('disconnect', () => {
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), graceMs).unref();
    process.kill(process.pid, 'SIGTERM');
  });
  // Waiting for the launcher's end is no reason to stay alive.
  process.channel.unref();
}
