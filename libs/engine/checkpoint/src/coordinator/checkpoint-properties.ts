import { assertNever } from '@weir/kernel';
import type { CheckpointTrigger } from '@weir/run-contract';
import type { CheckpointRequest } from './coordinator-event.ts';

/** What a request asks for, in the terms by which checkpoints are treated differently. */
export interface CheckpointProperties {
  readonly kind: 'CHECKPOINT' | 'SAVEPOINT';
  readonly trigger: CheckpointTrigger;
  readonly ending: 'NONE' | 'STOP' | 'DRAIN';
  readonly type: 'CONFIGURED' | 'FULL' | 'INCREMENTAL';
  /** Starts although as many checkpoints are in flight as allowed. */
  readonly isForced: boolean;
  /** Savepoints only. */
  readonly directory: string | null;
}

export const periodicCheckpoint: CheckpointProperties = {
  kind: 'CHECKPOINT',
  trigger: 'PERIODIC',
  ending: 'NONE',
  type: 'CONFIGURED',
  isForced: false,
  directory: null,
};

export function propertiesOf(request: CheckpointRequest): CheckpointProperties {
  switch (request.kind) {
    case 'CHECKPOINT':
      return { ...periodicCheckpoint, trigger: request.trigger, type: request.type };
    case 'SAVEPOINT':
      return {
        kind: 'SAVEPOINT',
        trigger: request.trigger,
        ending: 'NONE',
        type: 'FULL',
        isForced: true,
        directory: request.directory,
      };
    case 'STOP':
      return {
        kind: 'SAVEPOINT',
        trigger: 'STOP',
        ending: request.isDraining ? 'DRAIN' : 'STOP',
        type: 'FULL',
        isForced: true,
        directory: request.directory,
      };
    default:
      return assertNever(request);
  }
}

/** The savepoint of a stop: the tasks commit it and end. */
export function isSynchronous(properties: CheckpointProperties): boolean {
  return properties.ending !== 'NONE';
}

/** A savepoint that leaves the job as it is: the sinks do not commit it, and it takes no part in retention. */
export function isIntermediateSavepoint(properties: CheckpointProperties): boolean {
  return properties.kind === 'SAVEPOINT' && properties.ending === 'NONE';
}
