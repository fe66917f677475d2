export { createConnectors } from './create-connectors.ts';
export type { Connectors } from './create-connectors.ts';
