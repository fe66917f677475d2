import { assertNever } from '@weir/kernel';
import type { OperatorManifest, OperatorStateHandle } from '@weir/engine-core';
import type { OperatorStatePart, OperatorStateRestore } from './restore-plan.ts';

/** One named state of an operator over all its old subtasks. */
interface NamedState {
  readonly name: string;
  readonly mode: OperatorStateHandle['mode'];
  /** By old subtask; several handles are possible, none too. */
  readonly bySubtask: readonly (readonly OperatorStateHandle[])[];
}

/** Deals an operator's named states to `parallelism` subtasks; the result is by new subtask. */
export function dealOperatorState(
  operator: OperatorManifest,
  parallelism: number,
): readonly (readonly OperatorStateRestore[])[] {
  const dealt: OperatorStateRestore[][] = Array.from({ length: parallelism }, () => []);
  // Where the next name's odd entries begin, so that they do not all go to the first subtasks.
  let splitStart = 0;
  for (const state of namedStatesOf(operator)) {
    const parts = Array.from({ length: parallelism }, (): OperatorStatePart[] => []);
    if (state.mode === 'SPLIT' && parallelism !== operator.parallelism)
      splitStart = dealSplit(state, parts, splitStart);
    else dealWhole(state, parts, operator.parallelism);
    for (const [subtask, own] of parts.entries())
      if (own.length > 0) dealt[subtask]?.push({ name: state.name, mode: state.mode, parts: own });
  }
  return dealt;
}

function namedStatesOf(operator: OperatorManifest): readonly NamedState[] {
  const names = new Map<string, { name: string; mode: NamedState['mode'] }>();
  for (const { state } of operator.subtasks)
    for (const { name, mode } of state.operator) names.set(`${mode} ${name}`, { name, mode });
  return [...names.values()].map(({ name, mode }) => ({
    name,
    mode,
    bySubtask: operator.subtasks.map(({ state }) =>
      state.operator.filter((handle) => handle.name === name && handle.mode === mode),
    ),
  }));
}

/**
 * All entries in order, cut into one run for each new subtask: total ÷ p each, and one more for as many subtasks as there are
 * odd entries, beginning with `start`. Returns the subtask after the last that got an odd one.
 */
function dealSplit({ bySubtask }: NamedState, parts: OperatorStatePart[][], start: number): number {
  const handles = bySubtask.flat();
  const total = handles.reduce((sum, handle) => sum + handle.entries, 0);
  const base = Math.floor(total / parts.length);
  const odd = total % parts.length;
  const remaining = handles.map((handle) => ({ handle, from: 0, to: handle.entries })).filter((part) => part.to > 0);
  for (let turn = 0; turn < parts.length; turn += 1) {
    let wanted = base + (turn < odd ? 1 : 0);
    const own = parts[(start + turn) % parts.length];
    while (wanted > 0) {
      const part = remaining[0];
      if (part === undefined) break;
      const taken = Math.min(wanted, part.to - part.from);
      own?.push({ handle: part.handle, from: part.from, to: part.from + taken });
      part.from += taken;
      wanted -= taken;
      if (part.from === part.to) remaining.shift();
    }
  }
  return (start + odd) % parts.length;
}

/** States that are not cut: each subtask gets whole handles. */
function dealWhole({ mode, bySubtask }: NamedState, parts: OperatorStatePart[][], oldParallelism: number): void {
  const reported = bySubtask.filter((handles) => handles.length > 0);
  const isUnchanged = parts.length === oldParallelism && reported.length === oldParallelism;
  for (const [subtask, own] of parts.entries()) {
    own.push(
      ...sourcesOf(subtask).flatMap((handles) => handles.map((handle) => ({ handle, from: 0, to: handle.entries }))),
    );
  }

  function sourcesOf(subtask: number): readonly (readonly OperatorStateHandle[])[] {
    switch (mode) {
      case 'SPLIT':
        return [bySubtask[subtask] ?? []];
      case 'UNION':
        return reported;
      case 'BROADCAST':
        return [(isUnchanged ? bySubtask[subtask] : reported[subtask % reported.length]) ?? []];
      default:
        return assertNever(mode);
    }
  }
}
