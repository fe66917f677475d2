/** What a validating operator or the reader of the committed files found wrong. */
export type ViolationKind = 'lost' | 'repeated' | 'reordered' | 'state';

/** Stands at the head of the message of a violation found in a thread, so that the host tells it from an injected failure. */
const mark = 'VIOLATION';

/** Fails the task that finds it. The message names the row, what was expected and what was found. */
export class ViolationError extends Error {
  constructor(kind: ViolationKind, message: string) {
    super(`${mark} ${kind}: ${message}`);
    this.name = 'ViolationError';
  }
}

/** The kind of a violation by the message of the failure it caused; null for any other failure. */
export function violationKindOf(message: string): ViolationKind | null {
  const match = /VIOLATION (lost|repeated|reordered|state): /.exec(message);
  return (match?.[1] as ViolationKind | undefined) ?? null;
}
