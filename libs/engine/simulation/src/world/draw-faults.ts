import type { SeededRandom } from '../seeded-random.ts';
import type { FaultPlan, MessageFaults, RareBranches, StorageFaults } from './fault-plan.ts';

/** Faults of one world: each kind is on in some worlds and off in others. */
export function drawFaults(random: SeededRandom): FaultPlan {
  const some = (value: number): number => (random.chance(0.4) ? value : 0);
  return {
    until: random.int(100, 1_500),
    threadCrash: some(0.6),
    hostCrash: some(0.6),
    masterCrash: random.chance(0.2) ? 0.3 : 0,
    crashInCall: random.pick([0, 0.5, 1]),
    meanTimeBetweenCrashes: random.pick([40, 150, 600]),
    storage: drawStorageFaults(random),
    messages: drawMessageFaults(random),
    zombie: some(0.5),
    clockJump: some(0.02),
    rare: drawRareBranches(random),
  };
}

function drawStorageFaults(random: SeededRandom): StorageFaults {
  const some = (value: number): number => (random.chance(0.3) ? value : 0);
  const from = random.int(20, 700);
  return {
    failWrite: some(0.01),
    failSync: some(0.02),
    failOther: some(0.004),
    slow: some(0.05),
    slowMs: random.pick([10, 100, 800]),
    full: random.chance(0.15) ? { from, until: from + random.int(20, 600) } : null,
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

function drawRareBranches(random: SeededRandom): RareBranches {
  const some = (value: number): number => (random.chance(0.25) ? value : 0);
  return {
    lateSlice: some(0.05),
    lateLink: some(0.05),
    lateTimer: some(0.1),
    lateMaxMs: random.pick([3, 20, 100]),
    requestAtEnd: some(0.5),
  };
}
