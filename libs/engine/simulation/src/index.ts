export { simulate } from './command/node-simulate.ts';
export { replayWorld, runWorld } from './run/run-world.ts';
export type { WorldResult } from './run/run-world.ts';
export type { InvariantName } from './run/violation.ts';
export type { World } from './world/world.ts';
