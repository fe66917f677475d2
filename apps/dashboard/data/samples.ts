import { jobExamples, type JobExample } from '@weir/job-spec';
import { specToText } from './spec-text.ts';

/** Specs that the new-job page offers. */
export const samples: readonly JobExample[] = jobExamples;

/** What an empty editor and an empty list begin with: it needs nothing from outside. */
export function firstSampleText(): string {
  return specToText(jobExamples[0]?.spec ?? {});
}
