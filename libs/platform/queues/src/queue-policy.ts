/** Every queue there is. A new member needs a policy below and a processor in `QueueProcessors`, or it does not compile. */
export const queueNames = [
  /** A run waits for a host. */
  'run-launch',
  /** An operation waits for the host that owns its run. */
  'run-command',
] as const;
export type QueueName = (typeof queueNames)[number];

export interface QueuePolicy {
  /** Messages that one host processes at the same time. */
  readonly concurrency: number;
  /** Deliveries of one message, the first included. Hosts poll and the reconciler repeats, so giving up loses nothing. */
  readonly attemptsMax: number;
  /** Before the second delivery; it doubles with each further one. */
  readonly retryDelayMs: number;
  /** A message whose host is silent for this long is delivered again. */
  readonly lockMs: number;
  /** The longest a processor may take before its message counts as failed. */
  readonly processingMsMax: number;
  /** A message that nobody has taken by then is dropped. */
  readonly unclaimedMsMax: number;
}

export const queuePolicies: Record<QueueName, Required<QueuePolicy>> = {
  'run-launch': {
    concurrency: 2,
    attemptsMax: 5,
    retryDelayMs: 1_000,
    lockMs: 15_000,
    processingMsMax: 60_000,
    unclaimedMsMax: 600_000,
  },
  'run-command': {
    concurrency: 4,
    attemptsMax: 3,
    retryDelayMs: 1_000,
    lockMs: 15_000,
    // A savepoint of a large state is written while its command is processed.
    processingMsMax: 900_000,
    unclaimedMsMax: 600_000,
  },
};
