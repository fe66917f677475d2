import { checkOrder } from '../oracle/check-order.ts';
import { checkOutput } from '../oracle/check-output.ts';
import { drainedRows, everyRow } from '../oracle/drained-rows.ts';
import { readCommitted, type CommittedFile } from '../oracle/read-committed.ts';
import { expectationOf, type WasMade } from '../oracle/reference.ts';
import type { Pipeline } from '../world/pipeline.ts';
import { checkFiles } from './check-files.ts';
import type { JobEnding } from './drive-world.ts';
import { trusted } from '@weir/kernel';
import { jobId } from './simulated-host.ts';
import { filesRoot } from './simulated-machine.ts';
import { Violation } from './violation.ts';
import type { WorldRun } from './world-run.ts';

/** Late writers of earlier attempts get so long to do their worst, in virtual time. */
const zombieMs = 3_000;

/** Looks at what a finished world has left on its disk after a last loss of power. Throws a Violation. */
export async function checkWorld(run: WorldRun, ending: JobEnding): Promise<void> {
  const until = run.time.monotonic() + zombieMs;
  // Time moves from event to event, and with everybody dead there may be none: the faults would go on.
  run.time.schedule(zombieMs, () => undefined);
  await run.while(() => run.time.monotonic() < until);
  run.endAll();
  run.disk.crash();
  run.note('the world is over; what is on the disk now counts');
  const ends = await run.until(possibleEnds(run, ending));
  for (const pipeline of run.world.pipelines) {
    const files = await run.until(readCommitted(run.disk, `${filesRoot}/${pipeline.sink}`));
    checkPipeline(run, { pipeline, files, ends });
  }
  await checkSnapshots(run);
  await checkFiles(run);
}

/** Which rows were made. Of a drain whose answer nobody heard nobody knows whether it, or the end of the data, ended the job. */
async function possibleEnds(run: WorldRun, { drainedTo }: JobEnding): Promise<readonly WasMade[]> {
  const storage = run.storage();
  if (drainedTo !== null) return [await drainedRows(storage, drainedTo)];
  if (!run.world.drains) return [everyRow];
  const listed = await storage.list(trusted(jobId));
  const drained = listed.filter(({ manifest }) => manifest?.ending === 'DRAIN');
  return [everyRow, ...(await Promise.all(drained.map(({ path }) => drainedRows(storage, path))))];
}

function checkPipeline(
  run: WorldRun,
  facts: { readonly pipeline: Pipeline; readonly files: readonly CommittedFile[]; readonly ends: readonly WasMade[] },
): void {
  const { pipeline, files, ends } = facts;
  const { guarantee } = run.world;
  const possible = expectationOf(pipeline, everyRow);
  const problems = ends.map((wasMade) =>
    checkOutput({ expected: expectationOf(pipeline, wasMade), possible, files, guarantee }),
  );
  const [wrong] = problems;
  if (wrong !== undefined && !problems.includes(null)) {
    const invariant = guarantee === 'EXACTLY_ONCE' ? 'exactly-once' : 'at-least-once';
    throw new Violation(invariant, `${pipeline.sink}: ${wrong ?? ''}`);
  }
  const reordered = checkOrder(run.world, pipeline, files);
  if (reordered !== null) throw new Violation('in-order', `${pipeline.sink}: ${reordered}`);
}

async function checkSnapshots(run: WorldRun): Promise<void> {
  const storage = run.storage();
  for (const path of run.savepoints) {
    const problems = await run.until(storage.verify(path));
    if (problems.length > 0) throw new Violation('restorable', `the savepoint ${path}: ${problems.join('; ')}`);
  }
  for (const { path, manifest, damage } of await run.until(storage.list(trusted(jobId)))) {
    if (manifest === null) throw new Violation('restorable', `${path} is damaged: ${damage ?? 'no reason'}`);
    const problems = await run.until(storage.verify(path));
    if (problems.length > 0) throw new Violation('restorable', `${path}: ${problems.join('; ')}`);
  }
}
