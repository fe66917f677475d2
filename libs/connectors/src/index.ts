export { createConnectors } from './create-connectors.ts';
export type { Connectors, ConnectorsOptions } from './create-connectors.ts';
export { FileSinkError, fileSinkErrorCodes } from './file/file-sink-error.ts';
export type { FileSinkErrorCode } from './file/file-sink-error.ts';
export type { Connect, Connection, ConnectionEvents } from './socket-text/connect.ts';
export { nodeConnect } from './socket-text/node-connect.ts';
export { SocketTextError, socketTextErrorCodes } from './socket-text/socket-text-error.ts';
export type { SocketTextErrorCode } from './socket-text/socket-text-error.ts';
