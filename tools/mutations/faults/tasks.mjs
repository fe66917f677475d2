// @ts-check

const tasks = 'libs/engine/execution/src/task';
const rules = 'libs/engine/checkpoint/src/task/subtask-checkpoints.ts';
const jobMaster = 'libs/engine/execution/src/job-master';

/**
 * Tasks and their run: the order of a snapshot, the end of a task, what is told again.
 *
 * @type {readonly import('../mutations.mjs').Mutation[]}
 */
export const taskFaults = [
  {
    name: 'checkpoints are removed before the end of the run is on record',
    changes: [
      {
        file: `${jobMaster}/job-master.ts`,
        from: '(await this.#confirmEnd({ state, failure, endedAt }))',
        to: '(this.#confirmEnd !== undefined || failure === null || endedAt < 0)',
      },
    ],
  },
  {
    name: "an abort's latest completed id is ignored: a lost completion is never made up for",
    specs: ['libs/engine/execution/src/thread/task-thread.spec.ts'],
    changes: [
      {
        file: `${tasks}/subtask-snapshots.ts`,
        from: 'this.onCompleted(latestCompletedId);',
        to: 'void latestCompletedId;',
      },
    ],
  },
  {
    name: 'a stop beside a channel that has drained finishes the task',
    specs: ['libs/engine/execution/src/thread/task-thread.spec.ts'],
    changes: [
      {
        file: `${tasks}/channel-input.ts`,
        from: "includes('STOP') ? 'STOP' : 'DRAIN' };",
        to: "includes('DRAIN') ? 'DRAIN' : 'STOP' };",
      },
    ],
  },
  {
    name: 'the barrier leaves a task behind its state instead of before it',
    specs: ['libs/engine/execution/src/task/subtask-snapshots.spec.ts'],
    changes: [
      {
        file: `${tasks}/subtask-snapshots.ts`,
        from: 'chain.prepareSnapshot(checkpointId);\n    broadcast(barrier);',
        to: 'chain.prepareSnapshot(checkpointId);',
      },
      {
        file: `${tasks}/subtask-snapshots.ts`,
        from: 'const cuts = chain.cut(checkpointId, options);',
        to: 'const cuts = chain.cut(checkpointId, options);\n    broadcast(barrier);',
      },
    ],
  },
  {
    name: 'rows that an operator holds back leave it behind the barrier',
    specs: ['libs/engine/execution/src/task/subtask-snapshots.spec.ts'],
    changes: [
      {
        file: `${tasks}/subtask-snapshots.ts`,
        from: 'chain.prepareSnapshot(checkpointId);\n    broadcast(barrier);',
        to: 'broadcast(barrier);\n    chain.prepareSnapshot(checkpointId);',
      },
    ],
  },
  {
    name: 'a snapshot that was aborted is acknowledged all the same',
    specs: ['libs/engine/checkpoint/src/task/subtask-checkpoints.spec.ts'],
    changes: [
      {
        file: rules,
        from: 'onAsyncEnded(checkpointId: number): boolean {\n    return this.#inFlight.delete(checkpointId);',
        to: 'onAsyncEnded(checkpointId: number): boolean {\n    return this.#inFlight.delete(checkpointId) || checkpointId > 0;',
      },
    ],
  },
  {
    name: 'a barrier whose abort came first is followed',
    specs: ['libs/engine/execution/src/thread/task-thread.spec.ts'],
    changes: [{ file: rules, from: "if (wasAborted) return 'FORWARD_CANCEL';", to: 'void wasAborted;' }],
  },
  {
    name: 'a task ends with a checkpoint that was taken before its operators had finished',
    specs: ['libs/engine/checkpoint/src/task/subtask-checkpoints.spec.ts'],
    changes: [
      {
        file: rules,
        from: 'if (this.#firstIdAfterFinish !== null && checkpointId >= this.#firstIdAfterFinish)',
        to: "if (this.#phase === 'OPERATORS_FINISHED')",
      },
    ],
  },
  {
    name: 'a task does not go on when the savepoint of its stop has failed',
    specs: ['libs/engine/checkpoint/src/task/subtask-checkpoints.spec.ts'],
    changes: [{ file: rules, from: 'this.#stop = null;\n    return stop.isDraining;', to: 'return stop.isDraining;' }],
  },
  {
    name: 'a task takes new rows although its output has no room',
    changes: [{ file: `${tasks}/task.ts`, from: "if (!this.#task.output.isWritable) return 'blocked';", to: '' }],
  },
  {
    name: 'the end of input overtakes the rows before it',
    specs: ['libs/engine/execution/src/thread/task-thread.spec.ts'],
    changes: [
      {
        file: `${tasks}/input-gate.ts`,
        from: "if (element.kind === 'end-of-input') this.#end(index);",
        to: "if (element.kind === 'end-of-input' || element.kind === 'end-of-data') this.#end(index);",
      },
    ],
  },
  {
    name: 'a task that missed the completion of the last checkpoint is not told again',
    changes: [
      {
        file: `${jobMaster}/end-of-data.ts`,
        from: 'return attempt.notifyCompleteToAll(effect.checkpointId);',
        to: 'return void attempt;',
      },
    ],
  },
];
