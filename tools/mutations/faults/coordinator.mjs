// @ts-check

const protocol = 'libs/engine/checkpoint/src';
const completion = `${protocol}/coordinator/checkpoint-completion.ts`;
const ledger = `${protocol}/coordinator/checkpoint-ledger.ts`;
const retained = `${protocol}/coordinator/retained-snapshots.ts`;
const triggering = `${protocol}/coordinator/checkpoint-triggering.ts`;
const executor = 'libs/engine/execution/src/coordinator/coordinator-executor.ts';

/**
 * The coordinator: what a message means for a checkpoint, what is told to whom, what is kept.
 *
 * @type {readonly import('../mutations.mjs').Mutation[]}
 */
export const coordinatorFaults = [
  {
    name: 'an acknowledgement that comes twice counts twice',
    changes: [
      {
        file: `${protocol}/coordinator/pending-checkpoint.ts`,
        from: 'return this.#acknowledged.size === this.#waitingFor.size;',
        to: 'return ((this as any).twice ?? 0) + this.#acknowledged.size >= this.#waitingFor.size;',
      },
      {
        file: `${protocol}/coordinator/pending-checkpoint.ts`,
        from: "return 'DUPLICATE';",
        to: "{\n      (this as any).twice = ((this as any).twice ?? 0) + 1;\n      return 'ACCEPTED';\n    }",
      },
    ],
  },
  {
    name: 'a savepoint of the user is subsumed like a checkpoint',
    changes: [
      {
        file: `${protocol}/retention/is-discarded.ts`,
        from: "return kind === 'CHECKPOINT' && discarded[policy][fate];",
        to: 'return discarded[policy][fate];',
      },
      {
        file: `${protocol}/coordinator/checkpoint-properties.ts`,
        from: "return properties.kind === 'SAVEPOINT' && properties.ending === 'NONE';",
        to: 'return false;',
      },
    ],
  },
  {
    name: 'the newest checkpoint is retired with the oldest',
    changes: [
      { file: `${protocol}/completed/subsume.ts`, from: 'if (excess <= 0 || isNeeded)', to: 'if (excess <= 0)' },
      {
        file: `${protocol}/completed/subsume.ts`,
        from: 'return checkpoints.filter(',
        to: 'return checkpoints.toReversed().filter(',
      },
    ],
  },
  {
    name: 'the expiry timer of an ended checkpoint is not cancelled',
    specs: ['libs/engine/execution/src/coordinator/coordinator-executor.spec.ts'],
    changes: [
      {
        file: executor,
        from: 'this.#expiries.get(effect.checkpointId)?.();\n        this.#expiries.delete(effect.checkpointId);',
        to: 'this.#expiries.delete(effect.checkpointId);',
      },
    ],
  },
  {
    name: 'a late decline of an ended checkpoint aborts the newest',
    specs: ['libs/engine/checkpoint/src/coordinator/acknowledgement.spec.ts'],
    changes: [
      {
        file: completion,
        from: 'const pending = this.#isOurs(event) ? this.#parts.ledger.find(event.checkpointId) : undefined;',
        to: 'const pending = this.#isOurs(event)\n      ? (this.#parts.ledger.find(event.checkpointId) ?? this.#parts.ledger.pending.at(-1))\n      : undefined;',
      },
    ],
  },
  {
    name: 'a message of an earlier attempt counts for the present one',
    specs: ['libs/engine/checkpoint/src/coordinator/acknowledgement.spec.ts'],
    changes: [
      {
        file: completion,
        from: 'return origin.jobId === this.#parts.identity.jobId && origin.epoch === this.#parts.tasks.epoch;',
        to: 'return origin.jobId === this.#parts.identity.jobId;',
      },
    ],
  },
  {
    name: 'a checkpoint that expires while its manifest is on its way is taken for gone',
    specs: ['libs/engine/checkpoint/src/coordinator/completion.spec.ts'],
    changes: [
      {
        file: completion,
        from: "if (pending.stage !== 'PUBLISHING') return ledger.fail(pending, failure, now);",
        to: 'if (now >= 0) return ledger.fail(pending, failure, now);',
      },
    ],
  },
  {
    name: 'a manifest that appears after its time-out is deleted at once: a later attempt may have restored from it',
    specs: ['libs/engine/checkpoint/src/coordinator/completion.spec.ts'],
    changes: [
      {
        file: completion,
        from: 'this.#discardExpired(this.#isRunOver ? undefined : newest);',
        to: 'this.#discardExpired(newest < 0 ? newest : undefined);',
      },
    ],
  },
  {
    name: 'an older attempt still discards what appeared after its time-out when a new one has begun',
    specs: ['libs/engine/checkpoint/src/coordinator/completion.spec.ts'],
    changes: [
      {
        file: completion,
        from: 'this.#expiredInPublication.clear();\n    this.#expiredAndThere.clear();',
        to: '',
      },
    ],
  },
  {
    name: 'checkpoints are published out of their order',
    specs: ['libs/engine/checkpoint/src/coordinator/completion.spec.ts'],
    changes: [
      {
        file: ledger,
        from: 'const next = this.#publishOrder[0];\n    if',
        to: 'const next = this.#publishOrder.at(-1);\n    if',
      },
    ],
  },
  {
    name: 'a completed checkpoint leaves the older ones in flight',
    specs: ['libs/engine/checkpoint/src/coordinator/completion.spec.ts'],
    changes: [{ file: ledger, from: 'this.#subsumeOlder(checkpointId, now);', to: '' }],
  },
  {
    name: 'what is retired is deleted before the tasks have been told',
    specs: ['libs/engine/checkpoint/src/coordinator/completion.spec.ts'],
    changes: [
      {
        file: ledger,
        from: 'this.#subsumeOlder(checkpointId, now);',
        to: 'retained.discardAll(discards);\n    this.#subsumeOlder(checkpointId, now);',
      },
      {
        file: ledger,
        from: 'checkpointId, tasks: told });\n    retained.discardAll(discards);',
        to: 'checkpointId, tasks: told });',
      },
    ],
  },
  {
    name: 'tasks are not told of a checkpoint that failed',
    specs: ['libs/engine/checkpoint/src/coordinator/completion.spec.ts'],
    changes: [
      {
        file: ledger,
        from: "if (told.length > 0) {\n      effects.push({\n        kind: 'notify-aborted'",
        to: "if (told.length < 0) {\n      effects.push({\n        kind: 'notify-aborted'",
      },
    ],
  },
  {
    name: 'the files of a checkpoint that failed stay',
    specs: ['libs/engine/checkpoint/src/coordinator/completion.spec.ts'],
    changes: [{ file: ledger, from: "if (failure.files === 'DISCARD_FILES') this.#discardFiles(pending);", to: '' }],
  },
  {
    name: 'a savepoint of the user counts as the newest checkpoint',
    specs: ['libs/engine/checkpoint/src/coordinator/completion.spec.ts'],
    changes: [
      {
        file: ledger,
        from: 'if (isIntermediateSavepoint(start.properties) || manifest === null) return;',
        to: 'if (manifest === null) return;',
      },
    ],
  },
  {
    name: 'ids of checkpoints begin anew after a restore',
    specs: ['libs/engine/checkpoint/src/coordinator/completion.spec.ts'],
    changes: [
      {
        file: triggering,
        from: 'this.#nextCheckpointId = Math.max(this.#nextCheckpointId, checkpointId);',
        to: 'this.#nextCheckpointId = Math.min(this.#nextCheckpointId, checkpointId);',
      },
    ],
  },
  {
    name: 'the savepoint of a stop that failed afterwards is forgotten by the next attempt',
    specs: ['libs/engine/checkpoint/src/coordinator/stopped-job.spec.ts'],
    changes: [
      {
        file: retained,
        from: 'return stop !== null && stop.checkpointId > (latest?.checkpointId ?? 0) ? stop : latest;',
        to: 'return latest ?? stop;',
      },
    ],
  },
  {
    name: 'a checkpoint begins behind the savepoint of a stop',
    specs: ['libs/engine/checkpoint/src/coordinator/stopped-job.spec.ts'],
    changes: [{ file: ledger, from: 'if (isSynchronous(start.properties)) tasks.setStopped(checkpointId);', to: '' }],
  },
  {
    name: 'a folder that was made too late for its checkpoint is left',
    specs: ['libs/engine/checkpoint/src/coordinator/triggering.spec.ts'],
    changes: [
      {
        file: triggering,
        from: "effects.push({ kind: 'abandon-location', checkpointId, location });\n      return;",
        to: 'return;',
      },
    ],
  },
];
