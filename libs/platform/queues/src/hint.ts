import { parseRunId, parseJobId, type JobId, type RunId } from '@weir/kernel';
import type { QueueName } from './queue-policy.ts';

/** A run that waits for a host. */
export interface LaunchHint {
  readonly jobId: JobId;
  readonly runId: RunId;
}

/** An operation that waits for the host that owns the run. */
export interface CommandHint {
  readonly operationId: string;
  readonly runId: RunId;
}

/** One message to send: its queue, its payload and the key under which it merges with one that waits already. */
export interface QueueMessage {
  readonly queue: QueueName;
  readonly payload: LaunchHint | CommandHint;
  readonly key: string;
}

/** Two hints for one run are one: whoever takes it looks at the run's state in Postgres, which is the newest. */
export function launchMessage(hint: LaunchHint): QueueMessage {
  return { queue: 'run-launch', payload: { jobId: hint.jobId, runId: hint.runId }, key: `launch-${hint.runId}` };
}

export function commandMessage(hint: CommandHint): QueueMessage {
  const payload = { operationId: hint.operationId, runId: hint.runId };
  return { queue: 'run-command', payload, key: `command-${hint.operationId}` };
}

/** A queue is an edge: what was read may be of another version or damaged. Undefined: not a hint, to be dropped. */
export function parseLaunchHint(data: unknown): LaunchHint | undefined {
  const jobId = parseJobId(textField(data, 'jobId'));
  const runId = parseRunId(textField(data, 'runId'));
  return jobId === undefined || runId === undefined ? undefined : { jobId, runId };
}

/** As {@link parseLaunchHint}. */
export function parseCommandHint(data: unknown): CommandHint | undefined {
  const runId = parseRunId(textField(data, 'runId'));
  const operationId = textField(data, 'operationId');
  return runId === undefined || operationId === '' || operationId.length > 100 ? undefined : { operationId, runId };
}

function textField(data: unknown, name: string): string {
  if (typeof data !== 'object' || data === null) return '';
  const value = (data as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : '';
}
