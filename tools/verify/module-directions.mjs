// @ts-check
/**
 * Who may import whom, by the `layer:*` tag in each project's package.json. The linter enforces this table file by file,
 * and `project-graph.spec.ts` enforces it over the declared dependencies and the imports of the whole repository.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const allowedDependencies = Object.freeze({
  kernel: [],
  'job-spec': ['kernel'],
  'api-client': ['kernel', 'job-spec'],
  'run-contract': ['kernel', 'job-spec'],
  'engine-core': ['kernel', 'job-spec'],
  'engine-transforms': ['kernel', 'job-spec', 'engine-core'],
  'engine-checkpoint': ['kernel', 'job-spec', 'run-contract', 'engine-core'],
  'engine-execution': ['kernel', 'job-spec', 'run-contract', 'engine-core', 'engine-checkpoint'],
  // It runs the shipped composition in a simulated world, so it stands above it.
  'engine-simulation': [
    'kernel',
    'job-spec',
    'run-contract',
    'engine-core',
    'engine-transforms',
    'engine-checkpoint',
    'engine-execution',
    'adapter',
    'composition',
  ],
  adapter: ['kernel', 'job-spec', 'engine-core'],
  composition: [
    'kernel',
    'job-spec',
    'run-contract',
    'engine-core',
    'engine-transforms',
    'engine-checkpoint',
    'engine-execution',
    'adapter',
  ],
  persistence: ['kernel', 'job-spec', 'run-contract'],
  queues: ['kernel', 'job-spec'],
  jobs: ['kernel', 'job-spec', 'run-contract', 'persistence', 'queues'],
  'host-process': ['kernel', 'job-spec', 'run-contract', 'composition', 'persistence', 'queues', 'jobs'],
  server: ['kernel', 'job-spec', 'run-contract', 'persistence', 'jobs', 'host-process'],
  dashboard: ['kernel', 'job-spec', 'api-client'],
});

/**
 * The tag that names a project's row in {@link allowedDependencies}. Applications share `layer:app`, so their scope decides.
 *
 * @param {readonly string[]} tags the `nx.tags` of a package.json
 * @returns {string | undefined}
 */
export function layerOf(tags) {
  if (tags.includes('scope:dashboard')) return 'dashboard';
  if (tags.includes('scope:app')) return 'server';
  return tags.find((tag) => tag.startsWith('layer:'))?.slice('layer:'.length);
}

/**
 * The Nx tag by which the linter recognises a layer.
 *
 * @param {string} layer
 */
export function tagOf(layer) {
  if (layer === 'dashboard') return 'scope:dashboard';
  if (layer === 'server') return 'scope:app';
  return `layer:${layer}`;
}

/** Frameworks that the engine and what runs in a browser must never see. */
export const serverFrameworks = Object.freeze([
  '@nestjs/*',
  'typeorm',
  'bullmq',
  'ioredis',
  'pg',
  'pg-boss',
  'rxjs',
  'reflect-metadata',
  'next',
  'react',
]);

/** Layers to which {@link serverFrameworks} are closed. */
export const frameworkFreeLayers = Object.freeze([
  'kernel',
  'job-spec',
  'api-client',
  'run-contract',
  'engine-core',
  'engine-transforms',
  'engine-checkpoint',
  'engine-execution',
  'engine-simulation',
  'adapter',
  'composition',
]);
