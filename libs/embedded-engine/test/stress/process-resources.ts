import { readdirSync } from 'node:fs';

/** What this process holds of the system. Linux tells it of files and threads; elsewhere they are null. */
export interface ProcessResources {
  readonly rssMb: number;
  readonly openFiles: number | null;
  readonly threads: number | null;
  /** What keeps the event loop alive, by kind; standard streams aside. */
  readonly active: Readonly<Record<string, number>>;
}

const streams: ReadonlySet<string> = new Set(['TTYWrap', 'PipeWrap', 'FSReqPromise']);

export function processResources(): ProcessResources {
  const active: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) {
    if (!streams.has(kind)) active[kind] = (active[kind] ?? 0) + 1;
  }
  return {
    rssMb: Math.round(process.memoryUsage.rss() / 1_048_576),
    openFiles: entriesOf('/proc/self/fd'),
    threads: entriesOf('/proc/self/task'),
    active,
  };
}

function entriesOf(folder: string): number | null {
  try {
    return readdirSync(folder).length;
  } catch {
    // Not a system that tells.
    return null;
  }
}
