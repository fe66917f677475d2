export { composeHost, databasePart } from './compose-host.ts';
export { hostEnvironment, hostVariables, parseVariables } from './host-environment.ts';
export type { HostEnvironment } from './host-environment.ts';
export type { Part } from './parts.ts';
export { createLogger } from './pino-logger.ts';
export { runProcess } from './run-process.ts';
