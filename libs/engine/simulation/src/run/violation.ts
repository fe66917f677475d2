export type InvariantName =
  /** No row lost, repeated or reordered at the committed view of a sink; keyed state as a plain loop has it. */
  | 'exactly-once'
  /** A completed checkpoint can be restored. */
  | 'restorable'
  /** At most one epoch publishes. */
  | 'one-epoch-publishes'
  /** Files on disk are those that something reachable names. */
  | 'no-orphans'
  /** When the faults have ended the job comes to its end. */
  | 'liveness'
  /** Nothing is thrown that nobody expects. */
  | 'no-surprise';

/** An invariant of the world does not hold. */
export class Violation extends Error {
  readonly invariant: InvariantName;

  constructor(invariant: InvariantName, message: string) {
    super(message);
    this.invariant = invariant;
  }
}
