export { simulate } from './command/node-simulate.ts';
export {
  /** @public By `npm run mutate`. */
  runWorld,
} from './run/run-world.ts';
