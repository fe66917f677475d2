import type { CheckpointStatus, JobState } from './api-types.ts';

export type RawSearchParams = Readonly<Record<string, string | readonly string[] | undefined>>;

const jobStates = [
  'CREATED',
  'INITIALIZING',
  'RUNNING',
  'FAILING',
  'RESTARTING',
  'CANCELLING',
  'SUSPENDED',
  'FINISHED',
  'CANCELED',
  'FAILED',
] as const satisfies readonly JobState[];

/** Filter of the jobs page: `?state=RUNNING&name=count`. */
export function jobFilter(params: RawSearchParams): { readonly state?: JobState; readonly name?: string } {
  const state = oneOf(params['state'], jobStates);
  const name = first(params['name'])?.slice(0, 200);
  return { ...(state === undefined ? {} : { state }), ...(name === undefined || name === '' ? {} : { name }) };
}

export const historyFilters = ['all', 'completed', 'failed', 'savepoints'] as const;
export type HistoryFilter = (typeof historyFilters)[number];

/** Which checkpoints the history shows: `?show=failed`. */
export function historyFilter(params: RawSearchParams): HistoryFilter {
  return oneOf(params['show'], historyFilters) ?? 'all';
}

export function historyQueryOf(filter: HistoryFilter): {
  readonly status?: CheckpointStatus;
  readonly kind?: 'SAVEPOINT';
} {
  const queries = {
    all: {},
    completed: { status: 'COMPLETED' },
    failed: { status: 'FAILED' },
    savepoints: { kind: 'SAVEPOINT' },
  } as const satisfies Record<HistoryFilter, object>;
  return queries[filter];
}

export const graphViews = ['graph', 'list'] as const;
export type GraphView = (typeof graphViews)[number];

/** How the overview draws the operators: `?view=list`. */
export function graphView(params: RawSearchParams): GraphView {
  return oneOf(params['view'], graphViews) ?? 'graph';
}

/** Which version the configuration shows: `?version=2`; undefined for the current one. */
export function versionNumber(params: RawSearchParams): number | undefined {
  return checkpointNumber(first(params['version']) ?? '');
}

/** A checkpoint's number in a path: 1 to 2^53 - 1; undefined for anything else. */
export function checkpointNumber(text: string): number | undefined {
  const value = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : undefined;
}

function oneOf<Value extends string>(
  raw: string | readonly string[] | undefined,
  allowed: readonly Value[],
): Value | undefined {
  const text = first(raw);
  return allowed.find((value) => value === text);
}

function first(raw: string | readonly string[] | undefined): string | undefined {
  return typeof raw === 'string' ? raw : raw?.[0];
}
