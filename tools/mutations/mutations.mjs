// @ts-check
// Deliberate faults for the simulation to catch, each as one change to the compiled code of one library.

/**
 * @typedef {object} Mutation
 * @property {string} name What is broken, in words.
 * @property {string} file Compiled file, from the checkout's root.
 * @property {string} from Stands exactly once in it.
 * @property {string} to
 */

/** @type {readonly Mutation[]} */
export const mutations = [
  {
    name: 'a channel whose barrier has come is not blocked',
    file: 'libs/engine/checkpoint/dist/alignment/barrier-aligner.js',
    from: 'return this.#blocked[channel] === 1;',
    to: 'return false;',
  },
  {
    name: 'a state file is acknowledged before it is synced',
    file: 'libs/checkpoint-storage/dist/filesystem/snapshot-file-writer.js',
    from: 'await this.#file.sync();',
    to: '',
  },
  {
    name: 'an acknowledgement that comes twice counts twice',
    file: 'libs/engine/checkpoint/dist/coordinator/pending-checkpoint.js',
    from: 'return this.#acknowledged.size === this.#waitingFor.size;',
    to: 'return (this.duplicates ?? 0) + this.#acknowledged.size >= this.#waitingFor.size;',
    also: [["return 'DUPLICATE';", "{ this.duplicates = (this.duplicates ?? 0) + 1; return 'ACCEPTED'; }"]],
  },
  {
    name: 'a savepoint of the user is subsumed like a checkpoint',
    file: 'libs/engine/checkpoint/dist/retention/is-discarded.js',
    from: "return kind === 'CHECKPOINT' && discarded[policy][fate];",
    to: 'return discarded[policy][fate];',
    also: [],
    with: {
      file: 'libs/engine/checkpoint/dist/coordinator/checkpoint-properties.js',
      from: "return properties.kind === 'SAVEPOINT' && properties.ending === 'NONE';",
      to: 'return false;',
    },
  },
  {
    name: 'the second latest checkpoint is restored',
    file: 'libs/engine/runtime/dist/job-master/restore-point.js',
    from: 'const latest = recovered.at(-1) ?? null;',
    to: 'const latest = recovered.at(-2) ?? recovered.at(-1) ?? null;',
  },
  {
    name: 'the last key group of each subtask is not restored',
    file: 'libs/engine/checkpoint/dist/restore/assign-state.js',
    from: 'keyGroup <= last',
    to: 'keyGroup < last',
  },
  {
    name: 'the barrier overtakes the rows that wait in an open buffer',
    file: 'libs/engine/runtime/dist/exchange/exchange-writer.js',
    from: 'broadcast(element) {\n        this.flush();',
    to: 'broadcast(element) {',
  },
  {
    name: 'a lower epoch is not sealed when a higher one opens',
    file: 'libs/checkpoint-storage/dist/filesystem/epoch-gate.js',
    from: 'await fileSystem.rename(join(folder, openGateName), join(folder, sealedGateName));',
    to: '',
  },
  {
    name: 'the folder of a published manifest is not synced',
    file: 'libs/checkpoint-storage/dist/filesystem/filesystem-attempt.js',
    from: 'const isClean = await this.#publishManifest(path, bytes);\n        await this.#fileSystem.syncFolder(path);',
    to: 'const isClean = await this.#publishManifest(path, bytes);',
  },
  {
    name: 'the sink forgets its files when a checkpoint is aborted',
    file: 'libs/connectors/dist/file/file-sink.js',
    from: 'notifyCheckpointAborted() {',
    to: 'notifyCheckpointAborted(id) { this.#closed = this.#closed.filter((part) => part.checkpointId !== id);',
  },
  {
    name: 'the sink commits at the barrier and not at completion',
    file: 'libs/connectors/dist/file/file-sink.js',
    from: 'const covered = [...this.#closed];',
    to: 'const covered = [...this.#closed]; void this.notifyCheckpointComplete(checkpointId).catch(() => undefined);',
  },
  {
    name: 'the newest checkpoints are retired instead of the oldest',
    file: 'libs/engine/checkpoint/dist/completed/subsume.js',
    from: 'return checkpoints.filter((checkpoint) => {',
    to: 'return checkpoints.toReversed().filter((checkpoint) => {',
    also: [['if (excess <= 0 || isNeeded)', 'if (excess <= 0)']],
  },
  {
    name: 'the state is cut before the barrier’s rows: the snapshot is taken after the next batch',
    file: 'libs/connectors/dist/datagen/datagen-reader.js',
    from: 'this.#positions.set(',
    to: 'const late = this.late; this.late = this.#cursor.positions().map(({ split, of, next }) => [split, of, next]); this.#positions.set(late ?? ',
    also: [],
  },
  {
    name: 'checkpoints are removed before the end of the run is on record',
    file: 'libs/engine/runtime/dist/job-master/job-master.js',
    from: '(await this.#ports.epochs.confirmEnd({ state, failure, endedAt }))',
    to: 'true',
  },
];
