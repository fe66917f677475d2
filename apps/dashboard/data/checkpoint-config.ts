import type { CheckpointConfig } from './api-types.ts';
import { formatCount, formatSetting } from './format.ts';

export interface ConfigEntry {
  readonly label: string;
  readonly text: string;
  /** The exact value where `text` is rounded or words. */
  readonly exact: string | undefined;
}

export function checkpointConfigEntries(config: CheckpointConfig): readonly ConfigEntry[] {
  const tolerable = config.tolerableFailedCheckpoints;
  return [
    { label: 'Mode', text: config.mode === 'EXACTLY_ONCE' ? 'Exactly once' : 'At least once', exact: config.mode },
    config.interval === null
      ? { label: 'Interval', text: 'no periodic checkpoint', exact: undefined }
      : time('Interval', config.interval),
    time('Timeout', config.timeout),
    time('Minimum pause', config.minPause),
    { label: 'Concurrent at most', text: formatCount(config.maxConcurrentCheckpoints), exact: undefined },
    { label: 'Tolerated failures', text: tolerable === null ? 'all' : formatCount(tolerable), exact: undefined },
    { label: 'Kept', text: `the last ${formatCount(config.retention.completed)}`, exact: undefined },
    {
      label: 'On cancellation',
      text: config.retention.onCancellation === 'RETAIN' ? 'retained' : 'deleted',
      exact: config.retention.onCancellation,
    },
    options('State backend', config.stateBackend),
    options('Storage', config.checkpointStorage),
    options('Restart strategy', config.restartStrategy),
  ];
}

function time(label: string, ms: number): ConfigEntry {
  return { label, text: formatSetting(ms), exact: `${ms} ms` };
}

/** A typed part of the spec: its type, and its other options in brackets; what is null is not set. */
function options(label: string, part: { readonly type: string } & Readonly<Record<string, unknown>>): ConfigEntry {
  const rest = Object.entries(part).filter(([name, value]) => name !== 'type' && value !== null);
  const listed = rest.map(([name, value]) => optionText(name, value)).join(', ');
  return { label, text: listed === '' ? part.type : `${part.type} (${listed})`, exact: undefined };
}

/** `initialBackoffMs: 1000` as `initial backoff 1 s`. */
function optionText(name: string, value: unknown): string {
  const isTime = name.endsWith('Ms') && typeof value === 'number';
  const words = (isTime ? name.slice(0, -2) : name).replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  if (isTime) return `${words} ${formatSetting(value)}`;
  return `${words} ${typeof value === 'string' ? value : JSON.stringify(value)}`;
}
