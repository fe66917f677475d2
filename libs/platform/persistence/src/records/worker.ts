/** `all`: serves HTTP and hosts runs; `api`: serves only; `worker`: hosts only. */
export const workerRoles = ['all', 'api', 'worker'] as const;
export type WorkerRole = (typeof workerRoles)[number];

export interface Worker {
  readonly id: string;
  /** Rises with every start of the process that carries this id. */
  readonly incarnation: number;
  readonly role: WorkerRole;
  readonly hostname: string;
  readonly pid: number;
  readonly startedAt: number;
  readonly heartbeatAt: number;
  readonly isOnline: boolean;
  readonly capacity: number;
  /** Runs it owns now. */
  readonly runs: number;
}

export interface WorkerStart {
  readonly id: string;
  readonly role: WorkerRole;
  readonly hostname: string;
  readonly pid: number;
  readonly capacity: number;
}
