// @ts-check

/** The projects that the engine consists of, each before those that use it. */
export const engineParts = [
  'libs/kernel',
  'libs/job-spec',
  'libs/run-contract',
  'libs/engine/core',
  'libs/engine/transforms',
  'libs/engine/checkpoint',
  'libs/engine/execution',
  'libs/state/hashmap',
  'libs/checkpoint-storage',
  'libs/connectors',
  'libs/embedded-engine',
];
