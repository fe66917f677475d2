import { assertNever } from '@weir/kernel';
import type { Operation } from './api-types.ts';

export type OperationPhase =
  | { readonly kind: 'running'; readonly message: string }
  | { readonly kind: 'succeeded'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string };

/** `label`: what the person asked for, as a noun: "Savepoint of word-count". */
export function operationPhase(operation: Operation, label: string): OperationPhase {
  switch (operation.status) {
    case 'PENDING':
      return { kind: 'running', message: `${label}: waiting to begin` };
    case 'RUNNING':
      return { kind: 'running', message: `${label}: under way` };
    case 'SUCCEEDED':
      return { kind: 'succeeded', message: `${label}: done` };
    case 'FAILED':
      return { kind: 'failed', message: operation.error?.message ?? `${label} failed.` };
    default:
      return assertNever(operation.status);
  }
}

/** An operation that this browser asked for and whose end it has not told yet. */
export interface TrackedOperation {
  readonly id: string;
  readonly jobId: string | null;
  readonly label: string;
}

const trackedAtMost = 20;

/** Reads what an earlier page left in the browser's storage; anything else than a list of ours counts as empty. */
export function parseTracked(text: string | null): readonly TrackedOperation[] {
  const value = parseJson(text);
  return Array.isArray(value) ? value.filter(isTracked).slice(-trackedAtMost) : [];
}

export function withTracked(list: readonly TrackedOperation[], added: TrackedOperation): readonly TrackedOperation[] {
  return [...list.filter(({ id }) => id !== added.id), added].slice(-trackedAtMost);
}

function parseJson(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isTracked(value: unknown): value is TrackedOperation {
  if (typeof value !== 'object' || value === null) return false;
  const entry = value as Partial<Record<keyof TrackedOperation, unknown>>;
  return (
    typeof entry.id === 'string' &&
    typeof entry.label === 'string' &&
    (entry.jobId === null || typeof entry.jobId === 'string')
  );
}
