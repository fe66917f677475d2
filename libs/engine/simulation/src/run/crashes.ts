import type { Moment } from '../ports/life.ts';
import type { SimulatedHost } from './simulated-host.ts';
import type { WorldRun } from './world-run.ts';

/** What is done when a host has gone: somebody begins another. */
export type OnHostGone = () => void;

/** A crash within a call hits one of so many next calls of a port. */
const callsMax = 60;

/** Crashes threads and hosts at drawn moments, from now until the world's faults end. */
export function scheduleCrashes(run: WorldRun, onHostGone: OnHostGone): void {
  const { faults } = run.world;
  const chances = [faults.threadCrash, faults.hostCrash, faults.masterCrash, faults.clockJump];
  if (chances.every((chance) => chance === 0)) return;
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
  if (random.chance(world.faults.masterCrash)) return crashMaster(run, host, onHostGone);
  if (random.chance(world.faults.hostCrash)) return crashHost(run, host, onHostGone);
  if (random.chance(world.faults.threadCrash)) crashThread(run, host);
}

function crashThread(run: WorldRun, host: SimulatedHost): void {
  const living = host.threads.filter(({ life }) => !life.isOver);
  if (living.length === 0) return;
  const thread = run.random.pick(living);
  const inCall = drawCall(run);
  if (inCall === null) {
    run.note(`${thread.name} is killed`);
    return thread.crash();
  }
  run.note(`${thread.name} will be killed ${inCall.moment} its call ${inCall.calls}`);
  thread.crashInCall(inCall.calls, inCall.moment);
}

/** The main thread of a process is gone; those of the job go on, and nobody listens to them. */
function crashMaster(run: WorldRun, host: SimulatedHost, onHostGone: OnHostGone): void {
  const gone = (): void => {
    run.note('the job master is gone, its threads go on');
    run.ghosts.add(host.owner);
    lose(run, host, onHostGone);
  };
  const inCall = drawCall(run);
  if (inCall !== null) return host.masterLife.endInCall(inCall.calls, inCall.moment, gone);
  host.masterLife.end();
  gone();
}

/** A process that is killed, a machine that loses its power, or one that only seems to be gone and comes back. */
function crashHost(run: WorldRun, host: SimulatedHost, onHostGone: OnHostGone): void {
  const { random, disk } = run;
  if (random.chance(run.world.faults.zombie)) {
    run.note('the host seems gone, and is not');
    run.ghosts.add(host.owner);
    return lose(run, host, onHostGone);
  }
  const kind = random.pick(['killed', 'power loss'] as const);
  const gone = (): void => {
    run.note(`the host is gone: ${kind}`);
    // The power of a machine that was given up long ago is not that of the disk. That of the disk takes everybody along: who lived
    // on would publish files whose names have gone with the power.
    if (kind === 'power loss' && run.host === host) {
      disk.crash(random);
      run.endAll();
    }
    lose(run, host, onHostGone);
  };
  const inCall = drawCall(run);
  if (inCall !== null) return host.life.endInCall(inCall.calls, inCall.moment, gone);
  host.life.end();
  gone();
}

/** A host that nobody counted on any more takes nobody along. */
function lose(run: WorldRun, host: SimulatedHost, onHostGone: OnHostGone): void {
  if (run.host !== host) return;
  run.loseHost();
  onHostGone();
}

/** Where a crash comes inside a call; null: between two events. */
function drawCall({ random, world }: WorldRun): { readonly calls: number; readonly moment: Moment } | null {
  if (!random.chance(world.faults.crashInCall)) return null;
  return { calls: random.int(1, callsMax), moment: random.pick(['before', 'after'] as const) };
}
