// @ts-check

const alignment = 'libs/engine/checkpoint/src/alignment';
const aligner = `${alignment}/barrier-aligner.ts`;
const tracker = `${alignment}/barrier-tracker.ts`;

/**
 * Barriers: which channels stand still, and when a snapshot is taken.
 *
 * @type {readonly import('../mutations.mjs').Mutation[]}
 */
export const alignmentFaults = [
  {
    name: 'a channel whose barrier has come is not blocked',
    changes: [{ file: aligner, from: 'return this.#blocked[channel] === 1;', to: 'return channel < 0;' }],
  },
  {
    name: 'AT_LEAST_ONCE takes its snapshot at the first barrier instead of the last',
    changes: [
      {
        file: tracker,
        from: 'if (!isComplete(count)) return [];\n    this.#counts',
        to: 'this.#counts',
      },
    ],
  },
  {
    name: 'channels stay blocked when an alignment is given up',
    specs: ['libs/engine/checkpoint/src/alignment/barrier-aligner.spec.ts'],
    changes: [
      {
        file: aligner,
        from: "this.#alignment = null;\n    this.#blocked.fill(0);\n    return [{ kind: 'abort'",
        to: "this.#alignment = null;\n    return [{ kind: 'abort'",
      },
    ],
  },
  {
    name: 'a channel that ends does not complete the alignment that waits for it',
    specs: ['libs/engine/checkpoint/src/alignment/barrier-aligner.spec.ts'],
    changes: [
      {
        file: aligner,
        from: 'return alignment.aligned.size < alignment.target ? [] : this.#complete(alignment, at);',
        to: 'return [];',
      },
    ],
  },
  {
    name: 'the barrier of a later checkpoint does not abort the alignment before it',
    specs: ['libs/engine/checkpoint/src/alignment/barrier-aligner.spec.ts'],
    changes: [
      {
        file: aligner,
        from: "const decisions = this.#abort('CHECKPOINT_DECLINED_SUBSUMED');\n    this.#currentId = id;",
        to: 'const decisions: readonly AlignmentDecision[] = [];\n    this.#currentId = id;',
      },
    ],
  },
  {
    name: 'an alignment waits for channels that had ended before it began',
    specs: ['libs/engine/checkpoint/src/alignment/barrier-aligner.spec.ts'],
    changes: [{ file: aligner, from: 'target: this.#openChannels,', to: 'target: this.#ended.length,' }],
  },
  {
    name: 'the tracker counts a channel that ended twice',
    specs: ['libs/engine/checkpoint/src/alignment/barrier-tracker.spec.ts'],
    changes: [
      {
        file: tracker,
        from: 'for (const count of this.#counts) see(count, channel, at);\n    const newest',
        to: 'for (const count of this.#counts) {\n      see(count, channel, at);\n      count.seen.add(-1 - channel);\n    }\n    const newest',
      },
    ],
  },
  {
    name: 'the tracker triggers a checkpoint that was aborted',
    specs: ['libs/engine/checkpoint/src/alignment/barrier-tracker.spec.ts'],
    changes: [
      {
        file: tracker,
        from: 'if (count.isAborted || count.barrier === null || count.timer === null) return [];',
        to: 'if (count.barrier === null || count.timer === null) return [];',
      },
    ],
  },
  {
    name: 'a cancel marker of one checkpoint takes the later ones along in the tracker',
    specs: ['libs/engine/checkpoint/src/alignment/barrier-tracker.spec.ts'],
    changes: [
      {
        file: tracker,
        from: 'if (count.checkpointId >= checkpointId) return true;',
        to: 'if (count.checkpointId === checkpointId) return true;',
      },
    ],
  },
];
