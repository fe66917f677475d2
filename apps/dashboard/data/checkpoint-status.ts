import type { Checkpoint, CheckpointStatus } from './api-types.ts';
import type { StateLook } from './tone.ts';

const looks: Readonly<Record<CheckpointStatus, StateLook>> = {
  IN_PROGRESS: {
    label: 'In progress',
    tone: 'busy',
    icon: 'spin',
    meaning: 'Its barrier is on the way; not every subtask has acknowledged.',
  },
  COMPLETED: {
    label: 'Completed',
    tone: 'ok',
    icon: 'check',
    meaning: 'Every subtask acknowledged and its metadata is published.',
  },
  FAILED: {
    label: 'Failed',
    tone: 'bad',
    icon: 'cross',
    meaning: 'It did not complete; nothing of it can be restored.',
  },
};

const triggers: Readonly<Record<Checkpoint['trigger'], string>> = {
  PERIODIC: 'Periodic',
  MANUAL: 'Manual',
  STOP: 'Stop',
  SCHEDULED: 'Scheduled',
};

const needless: StateLook = {
  label: 'Needless',
  tone: 'idle',
  icon: 'stop',
  meaning: 'Nothing was wrong: a stop, the end of the run, or a later checkpoint came before it was complete.',
};

export function checkpointStatusLook({ status, faultless = false }: Outcome): StateLook {
  return faultless ? needless : looks[status];
}

/** A savepoint that is asked for is never needless. */
interface Outcome {
  readonly status: CheckpointStatus;
  readonly faultless?: boolean;
}

export function triggerLabel(trigger: Checkpoint['trigger']): string {
  return triggers[trigger];
}

export function kindLabel(kind: Checkpoint['kind']): string {
  return kind === 'SAVEPOINT' ? 'Savepoint' : 'Checkpoint';
}

/** Why a checkpoint cannot be restored now; undefined when it can. */
export function restoreRefusal(
  checkpoint: Pick<Checkpoint, 'status' | 'discarded'>,
  action: { readonly allowed: boolean; readonly reason: string | null },
): string | undefined {
  if (checkpoint.status !== 'COMPLETED') return 'Only a completed one can be restored.';
  if (checkpoint.discarded) return 'Its files are gone: later checkpoints subsumed it. Savepoints stay.';
  return action.allowed ? undefined : (action.reason ?? 'Not possible in this state.');
}
