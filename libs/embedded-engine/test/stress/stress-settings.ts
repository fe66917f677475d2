import type { CheckSpec } from './check-spec.ts';

/** What the host tells the threads of a stressed job. Plain data, but for the memory they share. */
export interface StressSettings {
  /** Absolute: the folder of snapshots. */
  readonly snapshotRoot: string;
  /** Absolute: the folder that `file` operators may touch. */
  readonly filesRoot: string;
  /** See FaultSwitch. */
  readonly faults: SharedArrayBuffer;
  /** By operator uid. */
  readonly checks: Readonly<Record<string, CheckSpec>>;
  /** Uids of all operators, in the order that numbers them. */
  readonly operators: readonly string[];
  readonly batchRows: number;
  readonly rowsPerSecondMax: number | null;
}
