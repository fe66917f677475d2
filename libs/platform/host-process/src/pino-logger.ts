import type { Logger, LogLevel } from '@weir/kernel';
import { pino } from 'pino';

/** One JSON line for each message, on standard output. */
export function createLogger(service: string, level: LogLevel): Logger {
  const output = pino({
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    messageKey: 'message',
    formatters: { level: (label) => ({ level: label }) },
  });
  return { log: (severity, message, values) => output[severity](values ?? {}, message) };
}
