// @ts-check

const connectors = 'libs/connectors/src';
const sink = `${connectors}/file/file-sink.ts`;
const twoPhase = `${connectors}/two-phase-commit/two-phase-commit.ts`;
const ledger = `${connectors}/two-phase-commit/transaction-ledger.ts`;

/**
 * Sources and sinks: positions, and the two phases of a commit.
 *
 * @type {readonly import('../mutations.mjs').Mutation[]}
 */
export const connectorFaults = [
  {
    name: 'the sink forgets its files when a checkpoint is aborted',
    changes: [
      {
        file: sink,
        from: 'notifyCheckpointComplete(checkpointId: number): Promise<void> {',
        to: 'notifyCheckpointAborted(id: number): void {\n    this.#parts.forget(id);\n  }\n\n  notifyCheckpointComplete(checkpointId: number): Promise<void> {',
      },
      {
        file: twoPhase,
        from: '  state(): TransactionState<Handle> {',
        to: '  forget(id: number): void {\n    this.#ledger.forget(id);\n  }\n\n  state(): TransactionState<Handle> {',
      },
      {
        file: ledger,
        from: '  state(): TransactionState<Handle> {',
        to: '  forget(id: number): void {\n    this.#preCommitted = this.#preCommitted.filter((part) => part.checkpointId !== id);\n  }\n\n  state(): TransactionState<Handle> {',
      },
    ],
  },
  {
    name: 'the sink commits at the barrier and not at completion',
    changes: [
      {
        file: sink,
        from: 'const covered = this.#parts.preCommitted;',
        to: 'const covered = this.#parts.preCommitted;\n    void this.notifyCheckpointComplete(checkpointId).catch(() => undefined);',
      },
    ],
  },
  {
    name: 'a source reports the position of the checkpoint before',
    changes: [
      {
        file: `${connectors}/datagen/datagen-reader.ts`,
        from: 'this.#positions.set(this.#cursor.positions().map(({ split, of, next }): JsonValue => [split, of, next]));',
        to: 'const late = (this as any).late;\n    (this as any).late = this.#cursor.positions().map(({ split, of, next }): JsonValue => [split, of, next]);\n    this.#positions.set(late ?? (this as any).late);',
      },
    ],
  },
  {
    name: 'the removal of abandoned files of a sink is not made durable',
    changes: [
      {
        file: sink,
        from: '// No later attempt may follow, so the names must not come back with the power.\n      await this.#ports.fileSystem.syncFolder(this.#folder);',
        to: '',
      },
    ],
  },
  {
    name: 'the names of committed files are not durable when they are forgotten',
    specs: ['libs/connectors/src/two-phase-commit/two-phase-commit.spec.ts'],
    changes: [
      { file: twoPhase, from: 'await this.#options.port.afterCommits?.(covered.map(({ handle }) => handle));', to: '' },
    ],
  },
  {
    name: 'what a restored snapshot has pre-committed is not committed',
    specs: ['libs/connectors/src/two-phase-commit/two-phase-commit.spec.ts'],
    changes: [
      {
        file: twoPhase,
        from: 'if (await this.#commitRestored(transaction)) committed.push(transaction.handle);',
        to: 'if (this.#commitRestored === undefined) committed.push(transaction.handle);',
      },
    ],
  },
  {
    name: 'a completion commits only the files of its own checkpoint',
    specs: ['libs/connectors/src/two-phase-commit/two-phase-commit.spec.ts'],
    changes: [
      {
        file: ledger,
        from: 'transaction.checkpointId <= checkpointId',
        to: 'transaction.checkpointId === checkpointId',
      },
    ],
  },
  {
    name: 'a completion commits the files of later checkpoints too',
    specs: ['libs/connectors/src/two-phase-commit/two-phase-commit.spec.ts'],
    changes: [
      {
        file: ledger,
        from: 'return this.#preCommitted.filter((transaction) => transaction.checkpointId <= checkpointId);',
        to: 'return checkpointId < 0 ? [] : this.#preCommitted;',
      },
    ],
  },
  {
    name: 'a snapshot names only the files of its own checkpoint',
    specs: ['libs/connectors/src/file/file-sink.spec.ts'],
    changes: [
      {
        file: sink,
        from: 'const covered = this.#parts.preCommitted;',
        to: 'const covered = this.#parts.preCommitted.slice(-1);',
      },
    ],
  },
  {
    name: 'the present file of a sink goes on behind the barrier',
    specs: ['libs/connectors/src/file/file-sink.spec.ts'],
    changes: [
      {
        file: sink,
        from: '(() => Promise<void>) | null {\n    this.#closeCurrent();',
        to: '(() => Promise<void>) | null {',
      },
    ],
  },
  {
    name: 'files of a sink are acknowledged before they are durable',
    specs: ['libs/connectors/src/file/file-sink.spec.ts'],
    changes: [
      {
        file: sink,
        from: 'return covered.length === 0 ? null : () => this.#makeDurable(covered);',
        to: 'return this.#makeDurable === undefined ? () => Promise.resolve() : null;',
      },
    ],
  },
  {
    name: 'abandoned files are removed before every subtask has opened',
    specs: ['libs/connectors/src/file/file-sink.spec.ts'],
    changes: [
      {
        file: sink,
        from: 'this.#nextNumber = await this.#firstFreeNumber();',
        to: 'await this.#removeAbandoned();\n    this.#nextNumber = await this.#firstFreeNumber();',
      },
    ],
  },
  {
    name: 'a sink names its files from 0 on where somebody has taken the name',
    specs: ['libs/connectors/src/file/file-sink.spec.ts'],
    changes: [
      {
        file: sink,
        from: 'return own.reduce((free, { number }) => Math.max(free, number + 1), 0);',
        to: 'return own.length * 0;',
      },
    ],
  },
  {
    name: 'a sink takes the abandoned files of other jobs for its own',
    specs: ['libs/connectors/src/file/file-sink.spec.ts'],
    changes: [
      {
        file: sink,
        from: 'const isOlder = part?.owner === this.#owner && part.epoch',
        to: 'const isOlder = part !== undefined && part.epoch',
      },
    ],
  },
  {
    name: 'a sink removes abandoned files that a later attempt writes',
    specs: ['libs/connectors/src/file/file-sink.spec.ts'],
    changes: [{ file: sink, from: 'part.epoch < this.#context.epoch;', to: 'part.epoch !== this.#context.epoch;' }],
  },
];
