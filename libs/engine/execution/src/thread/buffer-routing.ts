import { headerWords } from '../exchange/batch-layout.ts';

/** Where the word of a batch's header lies that belongs to the channels. */
const routingWordAt = headerWords.routing * Int32Array.BYTES_PER_ELEMENT;

/**
 * The routing word: the channel's number while the buffer travels to the receiver, its complement (a negative number) while it
 * travels back as a credit.
 */
function wordOf(buffer: ArrayBuffer): Int32Array {
  return new Int32Array(buffer, routingWordAt, 1);
}

export function markSent(buffer: ArrayBuffer, channel: number): void {
  wordOf(buffer)[0] = channel;
}

/** Turns a received buffer into its channel's credit. */
export function markReturned(buffer: ArrayBuffer): void {
  const word = wordOf(buffer);
  word[0] = ~(word[0] ?? 0);
}

export function isReturned(buffer: ArrayBuffer): boolean {
  return (wordOf(buffer)[0] ?? 0) < 0;
}

/** The channel of a buffer in either direction. */
export function channelOf(buffer: ArrayBuffer): number {
  const word = wordOf(buffer)[0] ?? 0;
  return word < 0 ? ~word : word;
}
