import type { Diagnostic, JobGraph } from '#data/api-types.ts';
import { api, unwrap } from './client.ts';
import { uncheckedSpec } from './unchecked-spec.ts';

export interface SpecVerdict {
  readonly valid: boolean;
  readonly diagnostics: readonly Diagnostic[];
  readonly graph: JobGraph | null;
}

export function validateSpec(spec: Record<string, unknown>, signal: AbortSignal): Promise<SpecVerdict> {
  return unwrap(api.POST('/api/v1/jobs/validate', { body: uncheckedSpec(spec), signal }));
}
