// @ts-check
// Deliberate faults for the simulation to catch: changes to a copy of the compiled code.

/**
 * @typedef {object} Change
 * @property {string} file Compiled file, from the checkout's root.
 * @property {string} from Stands exactly once in it.
 * @property {string} to
 *
 * @typedef {object} Mutation
 * @property {string} name What is broken, in words.
 * @property {readonly Change[]} changes
 */

const protocol = 'libs/engine/checkpoint/dist';
const storage = 'libs/checkpoint-storage/dist/filesystem';
const execution = 'libs/engine/execution/dist';
const connectors = 'libs/connectors/dist';
const sink = `${connectors}/file/file-sink.js`;

/** @type {readonly Mutation[]} */
export const mutations = [
  {
    name: 'a channel whose barrier has come is not blocked',
    changes: [
      {
        file: `${protocol}/alignment/barrier-aligner.js`,
        from: 'return this.#blocked[channel] === 1;',
        to: 'return false;',
      },
    ],
  },
  {
    name: 'a state file is acknowledged before it is synced',
    changes: [{ file: `${storage}/snapshot-file-writer.js`, from: 'await this.#file?.sync();', to: '' }],
  },
  {
    name: 'an acknowledgement that comes twice counts twice',
    changes: [
      {
        file: `${protocol}/coordinator/pending-checkpoint.js`,
        from: 'return this.#acknowledged.size === this.#waitingFor.size;',
        to: 'return (this.twice ?? 0) + this.#acknowledged.size >= this.#waitingFor.size;',
      },
      {
        file: `${protocol}/coordinator/pending-checkpoint.js`,
        from: "return 'DUPLICATE';",
        to: "return ((this.twice = (this.twice ?? 0) + 1), 'ACCEPTED');",
      },
    ],
  },
  {
    name: 'a savepoint of the user is subsumed like a checkpoint',
    changes: [
      {
        file: `${protocol}/retention/is-discarded.js`,
        from: "return kind === 'CHECKPOINT' && discarded[policy][fate];",
        to: 'return discarded[policy][fate];',
      },
      {
        file: `${protocol}/coordinator/checkpoint-properties.js`,
        from: "return properties.kind === 'SAVEPOINT' && properties.ending === 'NONE';",
        to: 'return false;',
      },
    ],
  },
  {
    name: 'the second latest checkpoint is restored',
    changes: [
      {
        file: `${execution}/job-master/restore-point.js`,
        from: 'const latest = recovered.at(-1) ?? null;',
        to: 'const latest = recovered.at(-2) ?? recovered.at(-1) ?? null;',
      },
    ],
  },
  {
    name: 'the last key group of a subtask is not restored',
    changes: [{ file: `${protocol}/restore/assign-state.js`, from: 'keyGroup <= last', to: 'keyGroup < last' }],
  },
  {
    name: 'the barrier overtakes rows that wait in an open buffer',
    changes: [
      {
        file: `${execution}/exchange/exchange-writer.js`,
        from: 'broadcast(element) {\n        this.flush();',
        to: 'broadcast(element) {',
      },
    ],
  },
  {
    name: 'a lower epoch is not sealed when a higher one opens',
    changes: [
      {
        file: `${storage}/epoch-gate.js`,
        from: 'await fileSystem.rename(join(folder, openGateName), join(folder, sealedGateName));',
        to: '',
      },
    ],
  },
  {
    name: 'the folder of a published manifest is not synced',
    changes: [
      {
        file: `${storage}/filesystem-attempt.js`,
        from: 'const isClean = await this.#publishManifest(path, bytes);\n        await this.#fileSystem.syncFolder(path);',
        to: 'const isClean = await this.#publishManifest(path, bytes);',
      },
    ],
  },
  {
    name: 'the sink forgets its files when a checkpoint is aborted',
    changes: [
      {
        file: sink,
        from: 'async close() {',
        to: 'notifyCheckpointAborted(id) {\n        this.#parts.forget(id);\n    }\n    async close() {',
      },
      {
        file: `${connectors}/two-phase-commit/two-phase-commit.js`,
        from: '    state() {',
        to: '    forget(id) {\n        this.#ledger.forget(id);\n    }\n    state() {',
      },
      {
        file: `${connectors}/two-phase-commit/transaction-ledger.js`,
        from: '    state() {',
        to: '    forget(id) {\n        this.#preCommitted = this.#preCommitted.filter((part) => part.checkpointId !== id);\n    }\n    state() {',
      },
    ],
  },
  {
    name: 'the sink commits at the barrier and not at completion',
    changes: [
      {
        file: sink,
        from: 'const covered = this.#parts.preCommitted;',
        to: 'const covered = this.#parts.preCommitted;\n        void this.notifyCheckpointComplete(checkpointId).catch(() => undefined);',
      },
    ],
  },
  {
    name: 'the newest checkpoint is retired with the oldest',
    changes: [
      { file: `${protocol}/completed/subsume.js`, from: 'if (excess <= 0 || isNeeded)', to: 'if (excess <= 0)' },
      {
        file: `${protocol}/completed/subsume.js`,
        from: 'return checkpoints.filter(',
        to: 'return checkpoints.toReversed().filter(',
      },
    ],
  },
  {
    name: 'checkpoints are removed before the end of the run is on record',
    changes: [
      {
        file: `${execution}/job-master/job-master.js`,
        from: '(await this.#confirmEnd({ state, failure, endedAt }))',
        to: 'true',
      },
    ],
  },
  {
    name: 'a snapshot is not written to the manifest of its barrier: a source reports the position of the checkpoint before',
    changes: [
      {
        file: 'libs/connectors/dist/datagen/datagen-reader.js',
        from: 'this.#positions.set(this.#cursor.positions().map(({ split, of, next }) => [split, of, next]));',
        to: 'const late = this.late;\n        this.late = this.#cursor.positions().map(({ split, of, next }) => [split, of, next]);\n        this.#positions.set(late ?? this.late);',
      },
    ],
  },
  {
    name: 'what an attempt left unfinished is not removed by the next one',
    changes: [
      {
        file: `${storage}/remove-leftovers.js`,
        from: 'if (!(await removeUnpublished(fileSystem, join(folder, name))))',
        to: '',
      },
    ],
  },
  {
    name: 'a savepoint is not noted before its folder is made',
    changes: [
      {
        file: `${storage}/filesystem-attempt.js`,
        from: 'await this.#throughGate(() => recordSavepoint(this.#fileSystem, this.#gate, path));',
        to: '',
      },
    ],
  },
  {
    name: 'the removal of abandoned files of a sink is not made durable',
    changes: [
      {
        file: sink,
        from: '// No later attempt may follow, so the names must not come back with the power.\n            await this.#ports.fileSystem.syncFolder(this.#folder);',
        to: '',
      },
    ],
  },
  {
    name: 'broadcast state is restored as union state',
    changes: [
      {
        file: `${protocol}/restore/deal-operator-state.js`,
        from: 'return [(isUnchanged ? bySubtask[subtask] : reported[subtask % reported.length]) ?? []];',
        to: 'return reported;',
      },
    ],
  },
  {
    name: 'union state is restored to the subtask it came from',
    changes: [
      {
        file: `${protocol}/restore/deal-operator-state.js`,
        from: "case 'UNION':\n                return reported;",
        to: "case 'UNION':\n                return [bySubtask[subtask] ?? []];",
      },
    ],
  },
  {
    name: 'the odd entries of a split list are dropped',
    changes: [
      {
        file: `${protocol}/restore/deal-operator-state.js`,
        from: 'let wanted = base + (turn < odd ? 1 : 0);',
        to: 'let wanted = base;',
      },
    ],
  },
  {
    name: 'AT_LEAST_ONCE takes its snapshot at the first barrier instead of the last',
    changes: [
      {
        file: `${protocol}/alignment/barrier-tracker.js`,
        from: 'if (!isComplete(count))\n            return [];',
        to: '',
      },
    ],
  },
  {
    name: 'a host that dies after the savepoint of a stop leaves no pointer to it',
    changes: [
      {
        file: `${storage}/filesystem-attempt.js`,
        from: 'await this.#pointTo(path, manifest);',
        to: '',
      },
    ],
  },
  {
    name: 'an attempt that dies forgets the savepoint that was asked for: its folder stays',
    changes: [
      {
        file: `${storage}/remove-leftovers.js`,
        from: 'await removeUnpublished(fileSystem, savepoint);',
        to: 'void savepoint;',
      },
    ],
  },
];
