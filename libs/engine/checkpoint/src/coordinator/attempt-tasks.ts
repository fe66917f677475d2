import { planCheckpoint, type CheckpointPlan, type PlanRefusal } from '../plan/checkpoint-plan.ts';
import { subtaskKey, subtasksOf, type JobTopology, type SubtaskRef, type TaskState } from '../plan/job-topology.ts';

/** The tasks of the present attempt and how they are. */
export class AttemptTasks {
  readonly #states = new Map<string, TaskState>();
  #epoch = 0;
  #topology: JobTopology = { vertices: [] };
  #stoppedBy: number | null = null;

  get epoch(): number {
    return this.#epoch;
  }

  get topology(): JobTopology {
    return this.#topology;
  }

  /** A new attempt: all its tasks are DEPLOYING. */
  begin(epoch: number, topology: JobTopology): void {
    this.#epoch = epoch;
    this.#topology = topology;
    this.#states.clear();
    this.#stoppedBy = null;
  }

  /** The savepoint of a stop is complete: from now on tasks end although their data has not, and no snapshot may take them for finished. */
  setStopped(checkpointId: number): void {
    this.#stoppedBy = checkpointId;
  }

  set(task: SubtaskRef, state: TaskState): void {
    this.#states.set(subtaskKey(task), state);
  }

  /** Sets every task that has not FINISHED. */
  setUnfinished(state: TaskState): void {
    for (const task of this.#topology.vertices.flatMap(subtasksOf)) {
      if (this.#states.get(subtaskKey(task)) !== 'FINISHED') this.set(task, state);
    }
  }

  /** Those of the tasks that can be told something. */
  running(tasks: readonly SubtaskRef[]): readonly SubtaskRef[] {
    return tasks.filter((task) => this.#states.get(subtaskKey(task)) === 'RUNNING');
  }

  plan(): ({ readonly kind: 'planned' } & CheckpointPlan) | PlanRefusal {
    if (this.#stoppedBy !== null) {
      const message = `The job has stopped with savepoint ${this.#stoppedBy}: its tasks are ending.`;
      return { kind: 'refused', reason: 'NOT_ALL_REQUIRED_TASKS_RUNNING', message };
    }
    return planCheckpoint({ topology: this.#topology, taskStates: this.#states });
  }
}
