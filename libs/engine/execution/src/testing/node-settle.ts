/** Resolves when every promise that can go on by itself has done so: the microtasks are drained before the event loop turns. */
export function settlePromises(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
