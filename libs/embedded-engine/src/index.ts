export { ConnectorCatalog } from './connector-catalog.ts';
export { createEmbeddedJobTarget } from './embedded-job-target.ts';
export type { EmbeddedJobTargetOptions } from './embedded-job-target.ts';
export { createFileEpochSource, EpochFileError } from './file-epoch-source.ts';
