import type { Job, JobActionName } from './api-types.ts';

/** Actions that one press, perhaps with a dialog, performs. Start, savepoint and restore have forms of their own. */
export const directActions = ['stop', 'cancel', 'restart', 'delete'] as const;
export type DirectAction = (typeof directActions)[number];

export interface ActionLook {
  readonly label: string;
  readonly isDestructive: boolean;
  /** What the dialog says before it is done. */
  readonly consequence: (job: Pick<Job, 'latestCheckpoint'>) => string;
  readonly confirmLabel: string;
  /** The button that changes nothing. */
  readonly keepLabel: string;
}

const looks: Readonly<Record<DirectAction, ActionLook>> = {
  stop: {
    label: 'Stop with savepoint',
    isDestructive: false,
    consequence: () =>
      'A savepoint is taken, then the run ends. Nothing is lost: a later start goes on where it stopped.',
    confirmLabel: 'Stop with savepoint',
    keepLabel: 'Keep it running',
  },
  cancel: {
    label: 'Cancel',
    isDestructive: true,
    consequence: (job) =>
      `The run ends at once, without a savepoint. ${whatRemains(job)} To keep everything, stop it with a savepoint instead.`,
    confirmLabel: 'Cancel the run',
    keepLabel: 'Keep it running',
  },
  restart: {
    label: 'Restart',
    isDestructive: false,
    consequence: () =>
      'What runs is suspended with one last checkpoint, and a new run begins from the latest checkpoint with the current spec.',
    confirmLabel: 'Restart',
    keepLabel: 'Leave it as it is',
  },
  delete: {
    label: 'Delete',
    isDestructive: true,
    consequence: () =>
      'The job is deleted with its versions, runs and checkpoints. Its savepoints stay. This cannot be undone.',
    confirmLabel: 'Delete the job',
    keepLabel: 'Keep the job',
  },
};

export function actionLook(action: DirectAction): ActionLook {
  return looks[action];
}

/** Why an action is not possible now; undefined when it is. */
export function refusal(job: Pick<Job, 'actions'>, action: JobActionName): string | undefined {
  const { allowed, reason } = job.actions[action];
  return allowed ? undefined : (reason ?? 'Not possible in this state.');
}

function whatRemains(job: Pick<Job, 'latestCheckpoint'>): string {
  const latest = job.latestCheckpoint;
  return latest === null
    ? 'No checkpoint has completed yet, so its state is lost.'
    : `Checkpoint ${latest.id} stays; rows since then are processed again when the job goes on from there.`;
}
