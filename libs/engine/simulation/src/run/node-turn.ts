/**
 * Lets every promise that can settle do so, before the world's next event: nothing of one event is left undone when the next
 * begins. In a world all waiting is for its virtual time, so one turn of the real loop is enough.
 */
export function settled(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
