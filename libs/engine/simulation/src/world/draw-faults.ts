import type { SeededRandom } from '../seeded-random.ts';
import type { FaultPlan, MessageFaults, StorageFaults } from './world.ts';

/** Faults of one world: each kind is on in some worlds and off in others. */
export function drawFaults(random: SeededRandom): FaultPlan {
  const some = (value: number): number => (random.chance(0.4) ? value : 0);
  return {
    until: random.int(100, 1_500),
    threadCrash: some(0.6),
    hostCrash: some(0.6),
    meanTimeBetweenCrashes: random.pick([40, 150, 600]),
    storage: drawStorageFaults(random),
    messages: drawMessageFaults(random),
    zombie: some(0.5),
    clockJump: some(0.02),
  };
}

function drawStorageFaults(random: SeededRandom): StorageFaults {
  const some = (value: number): number => (random.chance(0.3) ? value : 0);
  const fullFrom = random.chance(0.15) ? random.int(20, 700) : Infinity;
  return {
    failWrite: some(0.01),
    failSync: some(0.02),
    slow: some(0.05),
    slowMs: random.pick([10, 100, 800]),
    fullFrom,
    fullUntil: fullFrom === Infinity ? Infinity : fullFrom + random.int(20, 600),
  };
}

function drawMessageFaults(random: SeededRandom): MessageFaults {
  const some = (value: number): number => (random.chance(0.3) ? value : 0);
  return {
    delayMaxMs: random.pick([0, 1, 5, 40]),
    loseAcknowledgement: some(0.03),
    repeatAcknowledgement: some(0.1),
    loseTrigger: some(0.03),
    loseNotification: some(0.1),
  };
}
