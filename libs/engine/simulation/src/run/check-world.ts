import { trusted } from '@weir/kernel';
import { checkOutput } from '../oracle/check-output.ts';
import { readCommitted } from '../oracle/read-committed.ts';
import { expectationOf } from '../oracle/reference.ts';
import { jobId } from './simulated-host.ts';
import { filesRoot } from './simulated-machine.ts';
import { Violation } from './violation.ts';
import type { WorldRun } from './world-run.ts';

/** Late writers of earlier attempts get so long to do their worst, in virtual time. */
const zombieMs = 3_000;

/** Looks at what a finished world has left on its disk after a last loss of power. Throws a Violation. */
export async function checkWorld(run: WorldRun): Promise<void> {
  const until = run.time.monotonic() + zombieMs;
  await run.while(() => run.time.monotonic() < until);
  run.endAll();
  run.disk.crash();
  run.note('the world is over; what is on the disk now counts');
  for (const pipeline of run.world.pipelines) {
    const files = await run.until(readCommitted(run.disk, `${filesRoot}/${pipeline.sink}`));
    const wrong = checkOutput(expectationOf(pipeline), files);
    if (wrong !== null) throw new Violation('exactly-once', `${pipeline.sink}: ${wrong}`);
  }
  await checkSnapshots(run);
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
