import type { SimulatedHost } from './simulated-host.ts';
import type { WorldRun } from './world-run.ts';

/**
 * People who ask a job that goes on for savepoints and checkpoints, several in one moment. A savepoint that was answered must stay as it
 * is, whatever the job does.
 */
export function scheduleRequests(run: WorldRun, host: SimulatedHost): void {
  const { requests } = run.world;
  const { random, time } = run;
  for (let burst = 0; burst < requests.bursts; burst += 1) {
    time.schedule(random.int(10, 500), () => {
      if (run.host !== host || host.life.isOver) return;
      for (let left = random.int(1, requests.burstMax); left > 0; left -= 1) {
        if (random.chance(0.7)) takeSavepoint(run, host);
        else void host.master.triggerCheckpoint();
      }
    });
  }
}

function takeSavepoint(run: WorldRun, host: SimulatedHost): void {
  run.savepointsAsked += 1;
  void host.master.triggerSavepoint(null).then((answer) => {
    if (answer.kind === 'completed') run.savepoints.add(answer.path);
  });
}
