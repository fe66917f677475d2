import type { AnalyzedJob, AnalyzedOperator } from '@weir/job-spec';

/** Aggregates with such a uid are made as the simulation's own tally. */
export const tallyPrefix = 'tally-';
/** A union that exists only in the spec: its inputs become the inputs of the tally behind it. */
export const sidesUid = 'sides';

/**
 * The job with the simulation's own operators in it. A spec cannot name them, so it names operators with the same columns: a tally
 * stands as an aggregate, and one of several inputs as an aggregate over a union, which goes away here.
 */
export function withOwnOperators(job: AnalyzedJob): AnalyzedJob {
  const sides = job.operators.find(({ uid }) => uid === sidesUid);
  if (sides === undefined) return job;
  const operators = job.operators
    .filter((operator) => operator !== sides)
    .map((operator): AnalyzedOperator =>
      operator.inputs.includes(sides.uid) ? { ...operator, inputs: sides.inputs } : operator,
    );
  return { ...job, operators };
}
