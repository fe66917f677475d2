/** Chances are for each opportunity, 0 to 1; times in virtual milliseconds. */
export interface FaultPlan {
  /** Faults happen up to this time; afterwards the job must end within a bound. */
  readonly until: number;
  readonly threadCrash: number;
  readonly hostCrash: number;
  /** The coordinator and the job master are gone, while the threads of the attempt go on. */
  readonly masterCrash: number;
  /** That a crash comes inside a call: before or after one of the next calls of a port has had its effect. */
  readonly crashInCall: number;
  /** A crash hits somewhere within this many milliseconds after the last one. */
  readonly meanTimeBetweenCrashes: number;
  readonly storage: StorageFaults;
  readonly messages: MessageFaults;
  /** A stopped attempt stays alive and comes back after its successor has begun. */
  readonly zombie: number;
  readonly clockJump: number;
  readonly rare: RareBranches;
}

export interface StorageFaults {
  readonly failWrite: number;
  readonly failSync: number;
  /** Opening, reading, listing, naming; removing below the snapshots. */
  readonly failOther: number;
  readonly slow: number;
  readonly slowMs: number;
  /** The disk is full for this while; null: never. */
  readonly full: { readonly from: number; readonly until: number } | null;
}

/** Between the coordinator and the threads: acknowledgements and notifications may be late, repeated or lost; triggers too. */
export interface MessageFaults {
  readonly delayMaxMs: number;
  readonly loseAcknowledgement: number;
  readonly repeatAcknowledgement: number;
  readonly loseTrigger: number;
  readonly loseNotification: number;
}

/** Branches that a usual run hardly takes. */
export interface RareBranches {
  /** A thread's turn comes late, by up to {@link RareBranches.lateMaxMs}; half-filled buffers are flushed on the way. */
  readonly lateSlice: number;
  /** A message between threads (a buffer, or the credit for one) is held up. */
  readonly lateLink: number;
  /** A timer fires late. */
  readonly lateTimer: number;
  readonly lateMaxMs: number;
  /** Somebody asks for a checkpoint in the moment in which the data of a subtask ends. */
  readonly requestAtEnd: number;
}
