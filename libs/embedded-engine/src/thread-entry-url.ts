/**
 * Where worker threads begin. They run what was built: one file with all it imports, since a thread that loads every module by itself takes three
 * times as long to start. Where this process reads sources (tests, development), they run what the compiler made of the entry.
 */
export function threadEntryUrl(): URL {
  const resolved = import.meta.resolve('@weir/embedded-engine/thread-entry');
  return new URL(resolved.replace(/\/src\/([^/]+)\.ts$/, '/dist/$1.js'));
}
