import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { uncommittedNames } from './committed-rows.ts';
import type { Pipeline } from './pipeline.ts';

/** What a finished job left on disk that nobody needs. */
export interface LeftBehind {
  /** Hidden files of sinks. */
  readonly uncommitted: readonly string[];
  /** Files of its snapshots, and folders that are not those of an epoch and its gate. */
  readonly snapshots: readonly string[];
  /** Folders of epochs. Some stay: they keep stale attempts out. */
  readonly epochs: number;
}

/** To be asked when the job has ended FINISHED: then it needs no checkpoint any more. */
export function leftBehind(
  pipeline: Pipeline,
  home: { readonly filesRoot: string; readonly jobFolder: string },
): LeftBehind {
  const uncommitted = pipeline.sinks.flatMap(({ path }) =>
    uncommittedNames(join(home.filesRoot, path)).map((name) => `${path}/${name}`),
  );
  const names = existsSync(home.jobFolder) ? readdirSync(home.jobFolder, { recursive: true, encoding: 'utf8' }) : [];
  const epochs = names.filter((name) => /^epoch-\d+$/.test(name)).length;
  return { uncommitted, snapshots: names.filter((name) => !/^epoch-\d+(?:\/(?:open|sealed))?$/.test(name)), epochs };
}
