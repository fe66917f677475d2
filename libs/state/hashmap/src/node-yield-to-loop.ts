/** Gives the event loop one turn: what waits for input and output runs before the promise resolves. */
export function nodeYieldToLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
