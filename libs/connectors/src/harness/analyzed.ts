import { analyzeJob, type AnalyzedOperator, type OperatorType } from '@weir/job-spec';

type OperatorOf<Type extends OperatorType> = Extract<AnalyzedOperator, { type: Type }>;

/** A source as the analysis of a job makes it from these options. */
export function analyzedSource<Type extends OperatorType>(
  type: Type,
  options: Readonly<Record<string, unknown>>,
): OperatorOf<Type> {
  return analyzed(type, [
    { uid: 'source', type, ...options },
    { uid: 'out', type: 'blackhole', input: 'source' },
  ]);
}

/** A sink as the analysis of a job makes it from these options, behind a source with these rows. */
export function analyzedSink<Type extends OperatorType>(
  type: Type,
  options: Readonly<Record<string, unknown>>,
  rows: readonly Readonly<Record<string, unknown>>[],
): OperatorOf<Type> {
  return analyzed(type, [
    { uid: 'rows', type: 'elements', rows },
    { uid: 'sink', type, input: 'rows', ...options },
  ]);
}

function analyzed<Type extends OperatorType>(type: Type, operators: readonly unknown[]): OperatorOf<Type> {
  const analysis = analyzeJob({ name: 'test', operators });
  if (!analysis.ok) throw new Error(JSON.stringify(analysis.diagnostics));
  const found = analysis.job.operators.find((operator): operator is OperatorOf<Type> => operator.type === type);
  if (found === undefined) throw new Error(`The job has no ${type}.`);
  return found;
}
