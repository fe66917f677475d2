import { InitialSchema1795338000000 } from './1795338000000-initial-schema.ts';
import { HistoryIndexes1795350000000 } from './1795350000000-history-indexes.ts';
import { KeptCheckpoints1795590000000 } from './1795590000000-kept-checkpoints.ts';
import { CheckpointCounts1795600000000 } from './1795600000000-checkpoint-counts.ts';
import { NextAttempt1795601000000 } from './1795601000000-next-attempt.ts';
import { Removals1795615000000 } from './1795615000000-removals.ts';
import { Installation1795616000000 } from './1795616000000-installation.ts';

/** Every migration by name, in order. */
export const migrations = [
  InitialSchema1795338000000,
  HistoryIndexes1795350000000,
  KeptCheckpoints1795590000000,
  CheckpointCounts1795600000000,
  NextAttempt1795601000000,
  Removals1795615000000,
  Installation1795616000000,
] as const;
