export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Structured logging. It never throws, and never takes a record of the stream. */
export interface Logger {
  log(level: LogLevel, message: string, values?: Readonly<Record<string, unknown>>): void;
}

export const silentLogger: Logger = { log: () => undefined };
