// @ts-check
import { coordinatorFaults } from './faults/coordinator.mjs';
import { alignmentFaults } from './faults/alignment.mjs';
import { connectorFaults } from './faults/connectors.mjs';
import { exchangeFaults } from './faults/exchange.mjs';
import { restoreFaults } from './faults/restore.mjs';
import { stateFaults } from './faults/state.mjs';
import { storageFaults } from './faults/storage.mjs';
import { taskFaults } from './faults/tasks.mjs';

/**
 * @typedef {object} Change
 * @property {string} file Source, from the checkout's root.
 * @property {string} from Stands exactly once in it.
 * @property {string} to
 *
 * @typedef {object} Mutation A deliberate fault.
 * @property {string} name What is broken, in words.
 * @property {readonly Change[]} changes
 * @property {readonly string[]} [specs] Unit tests, from the checkout's root, of which one must fail. Without them a world of the
 *   simulation must be violated.
 */

/** @type {readonly Mutation[]} */
export const mutations = [
  ...coordinatorFaults,
  ...alignmentFaults,
  ...restoreFaults,
  ...taskFaults,
  ...exchangeFaults,
  ...stateFaults,
  ...storageFaults,
  ...connectorFaults,
];
