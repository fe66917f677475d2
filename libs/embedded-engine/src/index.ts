export { specialAddresses } from '@weir/connectors';
export type { SpecialAddress } from '@weir/connectors';
export { composeThread } from './compose-thread.ts';
export { createEmbeddedJobTarget } from './embedded-job-target.ts';
export { LocalEngine } from './local-engine.ts';
