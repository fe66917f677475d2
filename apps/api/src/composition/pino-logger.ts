import type { Logger } from '@weir/kernel';
import { pino } from 'pino';

/** One JSON line for each message, on standard output. */
export function createLogger(level: 'debug' | 'info' | 'warn' | 'error'): Logger {
  const output = pino({
    level,
    base: { service: 'weir-api' },
    timestamp: pino.stdTimeFunctions.isoTime,
    messageKey: 'message',
    formatters: { level: (label) => ({ level: label }) },
  });
  return { log: (severity, message, values) => output[severity](values ?? {}, message) };
}
