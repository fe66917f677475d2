export { createConnectors } from './create-connectors.ts';
export type { Connectors } from './create-connectors.ts';
export type { Connect } from './socket-text/connect.ts';
export { nodeConnect } from './socket-text/node-connect.ts';
export { specialAddresses } from './socket-text/special-address.ts';
export type { SpecialAddress } from './socket-text/special-address.ts';
export { parsePartName } from './file/part-names.ts';
/** @internal */
export { TwoPhaseCommit } from './two-phase-commit/two-phase-commit.ts';
export type { TransactionState } from './two-phase-commit/transaction-ledger.ts';
