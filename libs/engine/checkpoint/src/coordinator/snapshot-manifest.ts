import { emptySubtaskState, isStateless, manifestFormatVersion, nameOf } from '@weir/engine-core';
import type {
  OperatorManifest,
  OperatorSubtaskState,
  SnapshotManifest,
  StateFile,
  SubtaskManifest,
  SubtaskTimings,
} from '@weir/engine-core';
import {
  subtaskKey,
  subtasksOf,
  type JobTopology,
  type TopologyOperator,
  type TopologyVertex,
} from '../plan/job-topology.ts';
import type { CoordinatorIdentity } from './coordinator-config.ts';
import type { SubtaskAcknowledged } from './coordinator-event.ts';
import type { PendingCheckpoint } from './pending-checkpoint.ts';

export interface ManifestFacts {
  readonly identity: CoordinatorIdentity;
  readonly topology: JobTopology;
  readonly pending: PendingCheckpoint;
}

/** What a fully acknowledged checkpoint is published as. Operators without any state are absent, unless a subtask has finished. */
export function manifestOf({ identity, topology, pending }: ManifestFacts): SnapshotManifest {
  const operators = topology.vertices.flatMap((vertex) =>
    vertex.operators.map((operator) => operatorManifest(vertex, operator, pending)),
  );
  const stateful = operators.filter((operator) =>
    operator.subtasks.some((subtask) => subtask.finished || !isStateless(subtask.state)),
  );
  return {
    formatVersion: manifestFormatVersion,
    snapshotId: pending.start.snapshotId,
    jobId: identity.jobId,
    runId: identity.runId,
    epoch: pending.start.epoch,
    checkpointId: pending.checkpointId,
    kind: pending.start.properties.kind,
    triggerTimestamp: pending.start.triggerTimestamp,
    ...endingOf(pending),
    specDigest: identity.specDigest,
    maxParallelism: identity.maxParallelism,
    operators: stateful,
    ...(Object.keys(pending.coordinatorStates).length > 0 && { coordinatorStates: pending.coordinatorStates }),
    files: filesOfAll(pending),
  };
}

function endingOf({ start }: PendingCheckpoint): Pick<SnapshotManifest, 'ending'> {
  const { ending } = start.properties;
  return ending === 'NONE' ? {} : { ending };
}

/**
 * Union state is only whole when every subtask has given its share. Names the first operator of which some subtasks have finished
 * and others hold union state; null when there is none.
 */
export function partiallyFinishedUnionOperator(topology: JobTopology, pending: PendingCheckpoint): string | null {
  for (const vertex of topology.vertices) {
    const acknowledgements = subtasksOf(vertex).map((task) => pending.acknowledgements.get(subtaskKey(task)));
    const running = acknowledgements.filter((acknowledgement) => acknowledgement?.lifecycle === 'RUNNING');
    if (running.length === 0 || running.length === vertex.parallelism) continue;
    for (const { uid } of vertex.operators) {
      const hasUnion = acknowledgements.some((acknowledgement) =>
        stateOf(acknowledgement, uid).operator.some((handle) => handle.mode === 'UNION'),
      );
      if (hasUnion) return uid;
    }
  }
  return null;
}

function operatorManifest(
  vertex: TopologyVertex,
  operator: TopologyOperator,
  pending: PendingCheckpoint,
): OperatorManifest {
  return {
    uid: operator.uid,
    name: operator.name,
    parallelism: vertex.parallelism,
    maxParallelism: operator.maxParallelism,
    subtasks: subtasksOf(vertex).map((task) => {
      const acknowledgement = pending.acknowledgements.get(subtaskKey(task));
      return subtaskManifest(task.subtask, operator.uid, acknowledgement, pending.start.triggerTimestamp);
    }),
  };
}

function subtaskManifest(
  index: number,
  uid: string,
  acknowledgement: SubtaskAcknowledged | undefined,
  triggerTimestamp: number,
): SubtaskManifest {
  if (acknowledgement === undefined)
    return {
      index,
      finished: true,
      state: emptySubtaskState,
      timings: { ...noTimings, ackTimestamp: triggerTimestamp },
    };
  const own = acknowledgement.operators.find((operator) => operator.uid === uid);
  return {
    index,
    finished: acknowledgement.lifecycle === 'FINISHED_ON_RESTORE',
    state: own === undefined ? emptySubtaskState : namesOnly(own.state),
    timings: {
      ...acknowledgement.timings,
      checkpointedSize: own?.checkpointedSize ?? 0,
      stateSize: own?.stateSize ?? 0,
    },
  };
}

const noTimings: SubtaskTimings = {
  startDelay: 0,
  alignmentDuration: 0,
  syncDuration: 0,
  asyncDuration: 0,
  ackTimestamp: 0,
  checkpointedSize: 0,
  stateSize: 0,
  processedData: 0,
  channels: [],
};

function stateOf(acknowledgement: SubtaskAcknowledged | undefined, uid: string): OperatorSubtaskState {
  return acknowledgement?.operators.find((operator) => operator.uid === uid)?.state ?? emptySubtaskState;
}

/** What small files hold stands once in a manifest, in its list of files. */
function namesOnly({ keyed, operator }: OperatorSubtaskState): OperatorSubtaskState {
  return {
    keyed: keyed.map((handle) => ({ ...handle, file: nameOf(handle.file) })),
    operator: operator.map((handle) => ({ ...handle, file: nameOf(handle.file) })),
  };
}

function filesOfAll({ files }: PendingCheckpoint): readonly StateFile[] {
  return [...new Map(files.map((file) => [file.path, file])).values()];
}
