import { parsePartName } from '@weir/connectors';
import { manifestFileName } from '@weir/engine-core';
import { trusted, trustedNumber, type Epoch } from '@weir/kernel';
import { everythingIn, filesOfSnapshots, type CompleteSnapshot } from '../oracle/find-orphans.ts';
import { jobId } from './simulated-host.ts';
import { filesRoot, snapshotRoot } from './simulated-machine.ts';
import { Violation } from './violation.ts';
import type { WorldRun } from './world-run.ts';

const savepointPattern = /^savepoint-[0-9a-f]{6}-[0-9a-f]+$/;
const pointerPattern = /^stop-(\d+)-(\d+)$/;

/**
 * Nothing lies on the disk that nobody names. The next attempt of a job cleans up behind those before it: it is opened here, and what
 * it leaves must be snapshots, the gates of epochs and pointers to savepoints of stops. Twice, with a loss of power between.
 */
export async function checkFiles(run: WorldRun): Promise<void> {
  await checkClaimed(run);
  const savepoints = await savepointsIn(run);
  for (const round of [1, 2]) {
    const epoch = trustedNumber<Epoch>(run.control.epoch + round);
    await run.until(run.storage().openAttempt(trusted(jobId), epoch));
    await run.until(run.storage().removeLeftovers(trusted(jobId), epoch));
    await checkSnapshotRoot(run, epoch, savepoints);
    run.disk.crash();
  }
  await checkFilesRoot(run);
}

/** What a run has claimed is its own to remove, also when another host has taken the run over: no end of a run leaves it, unless its removal was cut off. */
async function checkClaimed(run: WorldRun): Promise<void> {
  for (const [path, runId] of run.claimed) {
    if (run.removals.has(path) || (await run.until(run.disk.inspect(`${path}/${manifestFileName}`))) === null) continue;
    throw new Violation('no-orphans', `${path} outlives run ${runId.slice(0, 4)}, which had claimed it`);
  }
}

async function checkSnapshotRoot(run: WorldRun, epoch: number, savepoints: readonly CompleteSnapshot[]): Promise<void> {
  const listed = await run.until(run.storage().list(trusted(jobId)));
  const checkpoints = listed.flatMap(({ path, manifest }) => (manifest === null ? [] : [{ path, manifest }]));
  const known = filesOfSnapshots([...checkpoints, ...savepoints]);
  const jobFolder = `${snapshotRoot}/${jobId}`;
  const stops = new Set(savepoints.map(({ manifest }) => `stop-${manifest.checkpointId}-${manifest.epoch}`));
  const epochs = new Set(checkpoints.map(({ manifest }) => manifest.epoch));
  for (const path of await run.until(everythingIn(run.disk, snapshotRoot))) {
    if (known.has(path) || isHalfRemoved(run, path)) continue;
    const name = path.slice(jobFolder.length + 1);
    const [, folder, gate] = /^epoch-(\d+)\/(open|sealed)$/.exec(name) ?? [];
    if (gate === 'open' && Number(folder) === epoch) continue;
    if (gate === 'sealed' && epochs.has(Number(folder))) continue;
    if (pointerPattern.test(name) && stops.has(name)) continue;
    throw new Violation('no-orphans', `nothing names ${path}`);
  }
}

/** A savepoint whose removal was cut off, by a crash or a failure of the disk: without its manifest, and for its owner to remove again. */
function isHalfRemoved(run: WorldRun, path: string): boolean {
  const [savepoint] = /^\/snapshots\/savepoint-[^/]+/.exec(path) ?? [];
  return savepoint !== undefined && run.removals.has(savepoint);
}

/**
 * Savepoints stand until somebody deletes them. One that is complete and whose asker never heard of it is one of those: there are no
 * more of them than were asked for. Those that are not complete are not among them.
 */
async function savepointsIn(run: WorldRun): Promise<readonly CompleteSnapshot[]> {
  const storage = run.storage();
  const found: CompleteSnapshot[] = [];
  for (const { name } of await run.until(run.disk.list(snapshotRoot))) {
    const path = `${snapshotRoot}/${name}`;
    if (!savepointPattern.test(name) || (await run.until(run.disk.inspect(`${path}/${manifestFileName}`))) === null)
      continue;
    const problems = run.savepoints.has(path) ? [] : await run.until(storage.verify(path));
    if (problems.length > 0) throw new Violation('restorable', `the savepoint ${path}: ${problems.join('; ')}`);
    found.push({ path, manifest: await run.until(storage.readManifest(path)) });
  }
  if (found.length > run.savepointsAsked)
    throw new Violation('no-orphans', `${found.length} savepoints, and ${run.savepointsAsked} were asked for`);
  return found;
}

/** Hidden files are those of attempts that nobody counted on any more: the next attempt takes them, and there is none here. */
async function checkFilesRoot(run: WorldRun): Promise<void> {
  for (const path of await run.until(everythingIn(run.disk, filesRoot))) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const part = parsePartName(name);
    if (part === undefined && (await run.until(run.disk.inspect(path)))?.kind === 'folder') continue;
    if (part === undefined) throw new Violation('no-orphans', `${path} has a name that no sink gives`);
    if (part.isFinished) continue;
    const owner = run.control.ownerOf(part.epoch);
    if (owner === undefined || !run.ghosts.has(owner))
      throw new Violation('no-orphans', `${path} is left of an attempt that had ended`);
  }
}
