/**
 * Lets every promise that can settle do so, before the world's next event: nothing of one event is left undone when the next
 * begins. In a world all waiting is for its virtual time, so the queue of promises is all there is; Node comes to a tick when it is empty.
 */
export function settled(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}
