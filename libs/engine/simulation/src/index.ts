export { simulate } from './command/node-simulate.ts';
export { runWorld } from './run/run-world.ts';
