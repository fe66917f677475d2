import type { WorldRun } from './world-run.ts';

/** What is done when a host has gone: somebody begins another. */
export type OnHostGone = () => void;

/** Crashes threads and hosts at drawn moments, from now until the world's faults end. */
export function scheduleCrashes(run: WorldRun, onHostGone: OnHostGone): void {
  const { faults } = run.world;
  if (faults.threadCrash === 0 && faults.hostCrash === 0 && faults.clockJump === 0) return;
  const next = (): void => {
    // Exponential gaps: crashes come in bursts as well as alone.
    const gap = -Math.log(1 - run.random.next()) * faults.meanTimeBetweenCrashes;
    run.time.schedule(gap, () => {
      if (!run.isFaulty) return;
      crashSomething(run, onHostGone);
      next();
    });
  };
  next();
}

function crashSomething(run: WorldRun, onHostGone: OnHostGone): void {
  const { random, time, world } = run;
  const { host } = run;
  if (random.chance(world.faults.clockJump)) {
    const jump = random.int(-86_400_000, 86_400_000);
    run.note(`the wall clock jumps by ${jump} ms`);
    time.jumpWallClock(jump);
  }
  if (host === null || host.life.isOver) return;
  if (random.chance(world.faults.hostCrash)) return crashHost(run, onHostGone);
  if (!random.chance(world.faults.threadCrash)) return;
  const living = host.threads.filter(({ life }) => !life.isOver);
  if (living.length === 0) return;
  const thread = random.pick(living);
  run.note(`${thread.name} is killed`);
  thread.crash();
}

/** A process that is killed, a machine that loses its power, or one that only seems to be gone and comes back. */
function crashHost(run: WorldRun, onHostGone: OnHostGone): void {
  const { host, random, disk } = run;
  if (host === null) return;
  const kind = random.chance(run.world.faults.zombie) ? 'zombie' : random.pick(['killed', 'power loss'] as const);
  run.note(`the host is gone: ${kind}`);
  if (kind !== 'zombie') host.life.end();
  if (kind === 'power loss') disk.crash(random);
  run.loseHost();
  onHostGone();
}
