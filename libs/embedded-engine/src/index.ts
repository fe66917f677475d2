export { composeThread } from './compose-thread.ts';
export type { ThreadWorld } from './compose-thread.ts';
export { createEmbeddedJobTarget } from './embedded-job-target.ts';
export type { EmbeddedJobTargetOptions } from './embedded-job-target.ts';
export { createFileEpochSource, EpochFileError } from './file-epoch-source.ts';
export { InvalidJobError, LocalEngine } from './local-engine.ts';
export type { LocalEngineOptions, LocalRunOptions } from './local-engine.ts';
