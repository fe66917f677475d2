/**
 * Where worker threads begin. They run what was built: where this process reads sources (tests, development), the entry beside
 * them is taken, so it has to be built before.
 */
export function threadEntryUrl(): URL {
  const resolved = import.meta.resolve('@weir/embedded-engine/thread-entry');
  return new URL(resolved.replace(/\/src\/([^/]+)\.ts$/, '/dist/$1.js'));
}
