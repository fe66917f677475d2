type OperatorSpec = Readonly<Record<string, unknown>>;

/**
 * The operators of a job that is rescaled. One with a parallelism of its own would be chained to its neighbours, or have a channel of its own to each
 * of them, at one parallelism of the job and not at another. A snapshot in which some subtasks had finished is refused then, as Flink
 * refuses it. So it keeps that parallelism only where no parallelism of the job is the same, and is chained to nobody.
 */
export function withStableChains(
  operators: readonly OperatorSpec[],
  parallelisms: readonly number[],
): readonly OperatorSpec[] {
  if (parallelisms.length === 1) return operators;
  const stable = operators.map(({ parallelism, ...operator }) =>
    typeof parallelism === 'number' && !parallelisms.includes(parallelism) ? { ...operator, parallelism } : operator,
  );
  const placed = new Set(stable.filter((operator) => 'parallelism' in operator).map((operator) => operator['uid']));
  return stable.map((operator) =>
    placed.has(operator['uid']) || inputsOf(operator).some((uid) => placed.has(uid))
      ? { ...operator, chain: false }
      : operator,
  );
}

/** Uids of the operators that an operator of a spec reads. */
export function inputsOf({ input, inputs }: OperatorSpec): readonly unknown[] {
  return Array.isArray(inputs) ? (inputs as readonly unknown[]) : input === undefined ? [] : [input];
}
