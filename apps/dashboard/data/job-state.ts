import type { Job, JobState } from './api-types.ts';
import type { StateLook } from './tone.ts';

const looks: Readonly<Record<JobState, StateLook>> = {
  CREATED: { label: 'Created', tone: 'idle', icon: 'dot', meaning: 'Stored, and never started.' },
  INITIALIZING: {
    label: 'Initializing',
    tone: 'busy',
    icon: 'spin',
    meaning: 'Its tasks are being set up and its state is being restored.',
  },
  RUNNING: { label: 'Running', tone: 'ok', icon: 'play', meaning: 'All its tasks are running.' },
  FAILING: { label: 'Failing', tone: 'bad', icon: 'alert', meaning: 'A task failed; the others are being stopped.' },
  RESTARTING: {
    label: 'Restarting',
    tone: 'warn',
    icon: 'spin',
    meaning: 'It waits for its restart strategy, then starts from its latest completed checkpoint.',
  },
  CANCELLING: { label: 'Cancelling', tone: 'warn', icon: 'spin', meaning: 'Its tasks are being stopped.' },
  SUSPENDED: {
    label: 'Suspended',
    tone: 'warn',
    icon: 'pause',
    meaning: 'It stands still and goes on from its last checkpoint when it is started.',
  },
  FINISHED: {
    label: 'Finished',
    tone: 'idle',
    icon: 'check',
    meaning: 'Its sources came to their end, or it was stopped with a savepoint.',
  },
  CANCELED: { label: 'Canceled', tone: 'idle', icon: 'stop', meaning: 'It was cancelled.' },
  FAILED: { label: 'Failed', tone: 'bad', icon: 'cross', meaning: 'It failed, and its restart strategy gave up.' },
};

export function jobStateLook(state: JobState): StateLook {
  return looks[state];
}

/** The state of a job that is not well has no colour of a good one: its health, beside it, has the word. */
export function jobLook({ state, health }: Pick<Job, 'state' | 'health'>): StateLook {
  const look = looks[state];
  return health.status === 'OK' || look.tone === 'bad' ? look : { ...look, tone: 'idle' };
}

/** Undefined for a job that is well, and for one whose state says all of it. */
export function healthLook({ state, health }: Pick<Job, 'state' | 'health'>): StateLook | undefined {
  if (health.status === 'OK' || state === 'FAILED') return undefined;
  const meaning = health.reasons.map(({ sentence }) => sentence).join(' ');
  return health.status === 'FAILING'
    ? { label: 'Unhealthy', tone: 'bad', icon: 'alert', meaning }
    : { label: 'Needs a look', tone: 'warn', icon: 'alert', meaning };
}

/** States in which a job has tasks, so that rates and new checkpoints can be expected. */
export function isActive(state: JobState): boolean {
  return (
    state === 'RUNNING' ||
    state === 'INITIALIZING' ||
    state === 'FAILING' ||
    state === 'RESTARTING' ||
    state === 'CANCELLING'
  );
}
