import type { AnalyzedJob, AnalyzedOperator } from '@weir/job-spec';
import type { GraphOperator } from './job-graph.ts';

/** What the plan needs to know of a job's operators, in topological order. */
export function graphOperatorsOf(job: AnalyzedJob): readonly GraphOperator[] {
  return job.operators.map((operator) => ({
    uid: operator.uid,
    parallelism: operator.parallelism,
    inputs: operator.inputs,
    canChain: operator.chain,
    keyColumns: keyColumnsOf(operator),
  }));
}

/** Columns by which the operator wants its input partitioned; null when it takes rows as they come. */
function keyColumnsOf(operator: AnalyzedOperator): readonly number[] | null {
  return 'keyColumns' in operator ? operator.keyColumns : null;
}
