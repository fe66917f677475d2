import { randomUUID } from 'node:crypto';
import type { Clock, IdSource, Logger, LogLevel } from '@weir/kernel';
import { pino } from 'pino';

export const nodeClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };

export const nodeIds: IdSource = { uuid: () => randomUUID() };

/** JSON lines on standard output. */
export function createLogger(level: LogLevel): Logger {
  const sink = pino({ level, base: { program: 'worker', pid: process.pid } });
  return { log: (at, message, values = {}) => sink[at](values, message) };
}
