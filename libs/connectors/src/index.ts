export { createConnectors } from './create-connectors.ts';
export type { Connectors, ConnectorsOptions } from './create-connectors.ts';
export type { Connect, Connection, ConnectionEvents } from './socket-text/connect.ts';
export { nodeConnect } from './socket-text/node-connect.ts';
