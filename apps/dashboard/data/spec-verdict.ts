import { assertNever } from '@weir/kernel';
import type { Diagnostic } from './api-types.ts';

/** `: 2 errors, 1 warning`, with what there is; empty without any. */
export function countRemarks(diagnostics: readonly Pick<Diagnostic, 'severity'>[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = diagnostics.length - errors;
  const parts = [counted(errors, 'error'), counted(warnings, 'warning')].filter((part) => part !== '');
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}

function counted(count: number, word: string): string {
  if (count === 0) return '';
  return count === 1 ? `1 ${word}` : `${count} ${word}s`;
}

/** What is known of the text of a new job, as far as it decides whether the job can be created. */
export type CheckOutcome =
  | { readonly kind: 'unreadable' | 'asking' | 'unanswered' }
  | {
      readonly kind: 'checked';
      readonly verdict: { readonly valid: boolean };
      readonly diagnostics: readonly Pick<Diagnostic, 'severity'>[];
    };

/** Why the job cannot be created now; undefined when it can. */
export function creationRefusal(check: CheckOutcome): string | undefined {
  switch (check.kind) {
    case 'unreadable':
      return 'The text is no job spec yet: see the checks.';
    case 'asking':
      return 'The spec is being checked.';
    case 'unanswered':
      return 'The spec could not be checked: see the checks.';
    case 'checked':
      return check.verdict.valid ? undefined : `The spec is not ready${countRemarks(check.diagnostics)}.`;
    default:
      return assertNever(check);
  }
}
