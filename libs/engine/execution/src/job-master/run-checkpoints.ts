import { CheckpointCoordinator, type CheckpointCounts, type CompletedCheckpoint } from '@weir/engine-checkpoint';
import type { RunObserver } from '@weir/run-contract';
import { CoordinatorExecutor } from '../coordinator/coordinator-executor.ts';
import type { CoordinatorListener } from '../coordinator/coordinator-ports.ts';
import type { Attempt } from './attempt.ts';
import { coordinatorConfigOf } from './coordinator-config-of.ts';
import { EndOfData } from './end-of-data.ts';
import type { RunOptions, RunPorts } from './run-ports.ts';
import { SavepointStop } from './savepoint-stop.ts';

/** The checkpoints of a run, over all its attempts, and the two ends that a checkpoint makes: of a stop, and of the data. */
export class RunCheckpoints {
  readonly executor: CoordinatorExecutor;
  readonly stop: SavepointStop;
  readonly #coordinator: CheckpointCoordinator;
  readonly #ports: RunPorts;
  readonly #observer: RunObserver;
  /** The present attempt, and what its data's end brings. */
  #present: { readonly attempt: Attempt; readonly endOfData: EndOfData } | null = null;

  constructor(options: RunOptions, ports: RunPorts, observer: RunObserver) {
    const { jobId, runId, specDigest, job, firstCheckpointId } = options;
    this.#ports = ports;
    this.#observer = observer;
    this.#coordinator = new CheckpointCoordinator({
      identity: { jobId, runId, specDigest, maxParallelism: job.maxParallelism },
      config: coordinatorConfigOf(job),
      firstCheckpointId,
    });
    this.executor = new CoordinatorExecutor(this.#coordinator, {
      ...ports,
      tasks: {
        trigger: (tasks, trigger) => this.#present?.attempt.trigger(tasks, trigger),
        notifyComplete: (tasks, id) => this.#present?.attempt.notifyComplete(tasks, id),
        notifyAborted: (tasks, id, latest) => this.#present?.attempt.notifyAborted(tasks, id, latest),
      },
      listener: this.#listener(),
    });
    this.stop = new SavepointStop({
      jobId,
      ids: ports.ids,
      random: ports.random,
      timers: ports.timers,
      coordinator: this.executor,
      failAttempt: (failure) => this.#present?.attempt.fail(failure),
      notifyAgain: (checkpointId) => this.#present?.attempt.notifyCompleteToAll(checkpointId),
    });
  }

  get counts(): CheckpointCounts {
    return this.#coordinator.counts;
  }

  /** What the next attempt restores; null: it starts empty. */
  get restorePoint(): CompletedCheckpoint | null {
    return this.#coordinator.restorePoint;
  }

  /** From now on messages go to the tasks of this attempt. */
  onAttempt(attempt: Attempt): void {
    const { timers, random } = this.#ports;
    const endOfData = new EndOfData({
      attempt,
      timers,
      random,
      coordinator: this.executor,
      isCheckpointPending: () => this.#coordinator.pendingIds.length > 0,
      isStopUnderWay: () => this.stop.isUnderWay,
    });
    this.#present = { attempt, endOfData };
  }

  onDataEnded(): void {
    this.#present?.endOfData.tell({ kind: 'data-ended' });
  }

  onAttemptGone(): void {
    this.#present = null;
  }

  #listener(): CoordinatorListener {
    return {
      onRecord: (record) => {
        this.#observer.onCheckpoint(record);
        if (record.status !== 'IN_PROGRESS') this.#present?.endOfData.tell({ kind: 'checkpoint-ended' });
      },
      onDiscarded: (checkpointId) => this.#observer.onCheckpointDiscarded(checkpointId),
      onFailJob: ({ reason, message, task }) => {
        const code = reason === 'EPOCH_FENCED' ? 'EPOCH_REFUSED' : 'CHECKPOINT_FAILURES_EXCEEDED';
        const place = { operatorUid: task?.vertex ?? null, subtask: task?.subtask ?? null };
        this.#present?.attempt.fail({ code, message, stack: null, ...place });
      },
    };
  }
}
