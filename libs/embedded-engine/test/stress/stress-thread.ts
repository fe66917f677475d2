import { runNodeThread } from '@weir/engine-execution';
import { composeThread } from '../../src/compose-thread.ts';
import { nodeThreadWorld } from '../../src/node-thread-world.ts';
import { failingFiles } from './failing-files.ts';
import { FaultSwitch } from './fault-switch.ts';
import { StressCatalog } from './stress-catalog.ts';
import type { StressSettings } from './stress-settings.ts';

/** A thread of the shipped engine: its composition, with files that fail and operators that check. */
runNodeThread((settings: StressSettings) => {
  const faults = new FaultSwitch(settings.faults);
  const { snapshotRoot, filesRoot } = settings;
  const world = nodeThreadWorld({ socketAllow: [] });
  const { stateFiles, sinkFiles } = world;
  const composition = composeThread(
    { snapshotRoot, allowedRoots: [], filesRoot, socketAllow: [], inlineBytesMax: 0, failpoint: null },
    {
      ...world,
      stateFiles: failingFiles(stateFiles, faults, 'state-write-fails'),
      sinkFiles: failingFiles(sinkFiles, faults, 'commit-fails'),
    },
  );
  return { ...composition, catalog: new StressCatalog(composition.catalog, settings, faults) };
});
