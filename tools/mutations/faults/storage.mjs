// @ts-check

const storage = 'libs/checkpoint-storage/src/filesystem';
const attempt = `${storage}/filesystem-attempt.ts`;
const gate = `${storage}/epoch-gate.ts`;
const leftovers = `${storage}/remove-leftovers.ts`;

/**
 * Snapshots on a disk: what is durable when, who may publish, what is removed.
 *
 * @type {readonly import('../mutations.mjs').Mutation[]}
 */
export const storageFaults = [
  {
    name: 'a state file is acknowledged before it is synced',
    changes: [{ file: `${storage}/snapshot-file-writer.ts`, from: 'await this.#file?.sync();', to: '' }],
  },
  {
    name: 'a lower epoch is not sealed when a higher one opens',
    changes: [
      {
        file: gate,
        from: 'await fileSystem.rename(join(folder, openGateName), join(folder, sealedGateName));',
        to: 'void sealedGateName;',
      },
    ],
  },
  {
    name: 'the folder of a published manifest is not synced',
    changes: [
      {
        file: attempt,
        from: 'const isClean = await this.#publishManifest(path, bytes);\n    await this.#fileSystem.syncFolder(path);',
        to: 'const isClean = await this.#publishManifest(path, bytes);',
      },
    ],
  },
  {
    name: 'a manifest has its name before its bytes are durable',
    specs: ['libs/checkpoint-storage/src/filesystem/filesystem-storage-world.spec.ts'],
    changes: [
      { file: attempt, from: 'await file.write(bytes);\n      await file.sync();', to: 'await file.write(bytes);' },
    ],
  },
  {
    name: 'the names of state files are not durable when their manifest is',
    specs: ['libs/checkpoint-storage/src/filesystem/filesystem-storage-world.spec.ts'],
    changes: [
      {
        file: attempt,
        from: 'await this.#fileSystem.syncFolder(path);\n    await this.#fileSystem.syncFolder(dirname(path));\n    const isClean',
        to: 'void dirname;\n    const isClean',
      },
    ],
  },
  {
    name: 'what an attempt left unfinished is not removed by the next one',
    changes: [{ file: leftovers, from: 'if (!(await removeUnpublished(fileSystem, join(folder, name))))', to: '' }],
  },
  {
    name: 'a savepoint is not noted before its folder is made',
    changes: [
      {
        file: attempt,
        from: 'await this.#throughGate(() => recordSavepoint(this.#fileSystem, this.#gate, path));',
        to: 'void recordSavepoint;',
      },
    ],
  },
  {
    name: 'a host that dies after the savepoint of a stop leaves no pointer to it',
    changes: [
      {
        file: attempt,
        from: 'if (manifest.ending !== undefined) await this.#pointTo(path, manifest);',
        to: 'if (manifest.epoch < 0) await this.#pointTo(path, manifest);',
      },
    ],
  },
  {
    name: 'a pointer to the savepoint of a stop is not durable before it is published',
    specs: ['libs/checkpoint-storage/src/filesystem/stop-savepoints.spec.ts'],
    changes: [{ file: `${storage}/stop-savepoints.ts`, from: 'await fileSystem.syncFolder(jobFolder);', to: '' }],
  },
  {
    name: 'an attempt that dies forgets the savepoint that was asked for: its folder stays',
    changes: [{ file: leftovers, from: 'await removeUnpublished(fileSystem, savepoint);', to: 'void savepoint;' }],
  },
  {
    name: 'a snapshot is removed from its files on: it is complete in name only when that is cut off',
    specs: ['libs/checkpoint-storage/src/filesystem/remove-snapshot.spec.ts'],
    changes: [
      {
        file: `${storage}/remove-snapshot.ts`,
        from: 'await ignoreMissing(fileSystem.remove(manifest));\n    await fileSystem.syncFolder(path);',
        to: 'for (const { name } of await fileSystem.list(path)) if (!name.startsWith("_")) await fileSystem.remove(join(path, name));',
      },
    ],
  },
  {
    name: 'a manifest that a stale attempt has linked is not synced before it is restored from',
    specs: ['libs/checkpoint-storage/src/filesystem/epoch-gate.spec.ts'],
    changes: [{ file: gate, from: 'await persistManifests(fileSystem, folder);', to: 'void persistManifests;' }],
  },
  {
    name: 'an epoch that comes too late is let in',
    specs: ['libs/checkpoint-storage/src/filesystem/epoch-gate.spec.ts'],
    changes: [
      {
        file: gate,
        from: 'if (highest !== undefined && highest > epoch) {',
        to: 'if (highest !== undefined && highest > epoch + 1e9) {',
      },
    ],
  },
  {
    name: 'a state file of another epoch is taken for its own',
    specs: ['libs/checkpoint-storage/src/filesystem/open-state-file.spec.ts'],
    changes: [
      {
        file: `${storage}/open-state-file.ts`,
        from: ': { jobId, runId, epoch, checkpointId };',
        to: ': { jobId, runId, checkpointId };',
      },
    ],
  },
  {
    name: 'a state file of another size is opened',
    specs: ['libs/checkpoint-storage/src/filesystem/open-state-file.spec.ts'],
    changes: [
      {
        file: `${storage}/open-state-file.ts`,
        from: 'if (opened.size !== file.size) throw',
        to: 'if (opened.size < 0) throw',
      },
    ],
  },
  {
    name: 'a state file whose digest differs is found intact',
    specs: ['libs/checkpoint-storage/src/filesystem/filesystem-storage.spec.ts'],
    changes: [
      {
        file: `${storage}/verify-snapshot.ts`,
        from: 'if ((await digestOf(opened)) !== sha256)',
        to: 'if ((await digestOf(opened)) === sha256.toUpperCase())',
      },
    ],
  },
];
