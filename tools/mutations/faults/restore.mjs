// @ts-check

const restore = 'libs/engine/checkpoint/src/restore';
const restorePoint = 'libs/engine/execution/src/job-master/restore-point.ts';
const deal = `${restore}/deal-operator-state.ts`;

/**
 * Restoring: from which snapshot, and who gets what of it.
 *
 * @type {readonly import('../mutations.mjs').Mutation[]}
 */
export const restoreFaults = [
  {
    name: 'the second latest checkpoint is restored',
    changes: [
      {
        file: restorePoint,
        from: 'const latest = recovered.at(-1) ?? null;',
        to: 'const latest = recovered.at(-2) ?? recovered.at(-1) ?? null;',
      },
    ],
  },
  {
    name: 'the last key group of a subtask is not restored',
    changes: [{ file: `${restore}/assign-state.ts`, from: 'keyGroup <= last', to: 'keyGroup < last' }],
  },
  {
    name: 'broadcast state is restored as union state',
    changes: [
      {
        file: deal,
        from: 'return [(isUnchanged ? bySubtask[subtask] : reported[subtask % reported.length]) ?? []];',
        to: 'return isUnchanged ? reported : reported.slice();',
      },
    ],
  },
  {
    name: 'union state is restored to the subtask it came from',
    changes: [
      {
        file: deal,
        from: "case 'UNION':\n        return reported;",
        to: "case 'UNION':\n        return [bySubtask[subtask] ?? []];",
      },
    ],
  },
  {
    name: 'the odd entries of a split list are dropped',
    changes: [
      {
        file: deal,
        from: 'let wanted = base + (turn < odd ? 1 : 0);',
        to: 'let wanted = base + (turn < 0 ? odd : 0);',
      },
    ],
  },
  {
    name: 'split state stays where it was although the parallelism has changed',
    specs: ['libs/engine/checkpoint/src/restore/assign-state.spec.ts'],
    changes: [
      {
        file: deal,
        from: "if (state.mode === 'SPLIT' && parallelism !== operator.parallelism)",
        to: "if (state.mode === 'SPLIT' && parallelism < operator.parallelism)",
      },
    ],
  },
  {
    name: 'an operator that had finished begins anew',
    specs: ['libs/engine/checkpoint/src/restore/assign-state.spec.ts'],
    changes: [
      {
        file: `${restore}/assign-state.ts`,
        from: "const isFinished = finishedStateOf(operator) === 'FULLY_FINISHED';",
        to: "const isFinished = finishedStateOf(operator) !== 'FULLY_FINISHED' && parallelism < 0;",
      },
    ],
  },
  {
    name: 'the checkpoints of another run of the job are taken for its own',
    specs: ['libs/engine/execution/src/job-master/restore-point.spec.ts'],
    changes: [
      {
        file: restorePoint,
        from: 'manifest === null ? isSuspect(index) : manifest.runId === facts.runId,',
        to: 'manifest === null ? isSuspect(index) : manifest.runId.length > 0,',
      },
    ],
  },
  {
    name: 'what a run has claimed is nobody’s when another host takes the run over',
    specs: ['libs/engine/execution/src/job-master/restore-point.spec.ts'],
    changes: [
      {
        file: restorePoint,
        from: 'recovered: [...claimed, ...recovered] };',
        to: 'recovered: claimed.length < 0 ? claimed : recovered };',
      },
    ],
  },
];
