import { formatDuration, invariant, parseDuration } from '@weir/kernel';
import { z } from 'zod';

/** A duration as people write it (`"5s"`), kept as text, whose milliseconds lie within the bounds. */
export function durationText(bounds: { readonly minMs: number; readonly maxMs: number }): z.ZodString {
  return z
    .string()
    .max(40)
    .check((context) => {
      const ms = parseDuration(context.value);
      if (ms === undefined) {
        context.issues.push({
          code: 'custom',
          input: context.value,
          message: `${JSON.stringify(context.value)} is not a duration; write a number and a unit (ms, s, min, h, d), such as "5s" or "200ms".`,
        });
      } else if (ms < bounds.minMs || ms > bounds.maxMs) {
        const range = `${formatDuration(bounds.minMs)} and ${formatDuration(bounds.maxMs)}`;
        context.issues.push({
          code: 'custom',
          params: { code: 'OUT_OF_RANGE' },
          input: context.value,
          message: `${JSON.stringify(context.value)} is not between ${range}.`,
        });
      }
    });
}

/** Milliseconds of a text that {@link durationText} accepted. */
export function toMs(text: string): number {
  const ms = parseDuration(text);
  invariant(ms !== undefined, 'A duration was validated before it is read.', { text });
  return ms;
}

export const DAY_MS = 86_400_000;
