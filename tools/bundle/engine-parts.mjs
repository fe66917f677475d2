// @ts-check

/** The projects that the engine consists of, each before those that use it. */
export const engineParts = [
  'libs/kernel',
  'libs/job-spec',
  'libs/engine/core',
  'libs/engine/checkpoint',
  'libs/engine/runtime',
  'libs/state/hashmap',
  'libs/checkpoint-storage',
  'libs/connectors',
  'libs/platform/job-target',
  'libs/embedded-engine',
];
