export type InvariantName =
  /** No row lost, repeated or reordered at the committed view of a sink; keyed state as a plain loop has it. */
  | 'exactly-once'
  /** In a job AT_LEAST_ONCE no row is lost; it may stand there several times. */
  | 'at-least-once'
  /** Rows of one split of a source stand in their order in what a sink's subtask committed. */
  | 'in-order'
  /** The subtasks of a restored operator have among them what was in the snapshot, each kind of state by its rule. */
  | 'state-restored'
  /** A completed checkpoint can be restored. */
  | 'restorable'
  /** At most one epoch publishes. */
  | 'one-epoch-publishes'
  /** Files on disk are those that something reachable names. */
  | 'no-orphans'
  /** A task takes rows only while each of its channels has a credit: buffers out are the credits, and what one batch fills beyond them, at most. */
  | 'flow-control'
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
