// One run of a workload through the engine, in a process of its own: prints one JSON line.
//
//     node tools/bench/engine-run.mjs '{"workload":"word-count","keys":null,"rows":1000000,"parallelism":2,"intervalMs":1000,"isPruning":true}'
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { BroadcastChannel } from 'node:worker_threads';
import { createFilesystemStorage } from '@weir/checkpoint-storage';
import {
  defaultTaskSettings,
  JobMaster,
  nodeClock,
  nodeIds,
  nodeRandom,
  nodeTimers,
  NodeThreadSpawner,
} from '@weir/engine-execution';
import { pruneColumns } from '@weir/engine-transforms';
import { analyzeJob } from '@weir/job-spec';
import { silentLogger } from '@weir/kernel';
import { hex } from './rows.mjs';
import { spanOf } from './span.mjs';
import { specOf, workloads } from './workloads.mjs';

const run = JSON.parse(process.argv[2]);
const root = await mkdtemp(join(tmpdir(), 'weir-bench-'));
try {
  console.log(JSON.stringify(await measure(run)));
} finally {
  await rm(root, { recursive: true, force: true });
}

async function measure(options) {
  const workload = workloads.find(({ name, keys }) => name === options.workload && keys === options.keys);
  const analysis = analyzeJob(specOf(workload, options));
  if (!analysis.ok) throw new Error(JSON.stringify(analysis.diagnostics));
  const job = options.isPruning ? pruneColumns(analysis.job) : analysis.job;
  const reports = listenToThreads();
  const checkpoints = new Map();
  const end = await execute(job, checkpoints);
  if (end.state !== 'FINISHED') throw new Error(`The run ended ${end.state}: ${JSON.stringify(end.failure)}`);
  const { began, ended, folds } = await reports.done(Math.min(options.parallelism, availableParallelism()));
  return {
    ...spanOf(began, ended),
    checksum: hex(folds.reduce((sum, fold) => (sum + fold.checksum) >>> 0, 0)),
    rowsOut: folds.reduce((sum, fold) => sum + fold.rows, 0),
    rssMb: Math.round(process.resourceUsage().maxRSS / 1000),
    checkpoints: summarise([...checkpoints.values()]),
  };
}

async function execute(job, checkpoints) {
  const threadSettings = { snapshotRoot: root, allowedRoots: [], filesRoot: root };
  const master = new JobMaster(
    {
      jobId: '11111111-1111-4111-8111-111111111111',
      runId: '22222222-2222-4222-8222-222222222222',
      job,
      specDigest: '0'.repeat(64),
      firstCheckpointId: 1,
      restore: null,
      threadsMax: availableParallelism(),
      settings: { ...defaultTaskSettings, ...run.taskSettings },
    },
    {
      clock: nodeClock,
      timers: nodeTimers,
      random: nodeRandom,
      ids: nodeIds,
      logger: silentLogger,
      storage: createFilesystemStorage({ root, allowedRoots: [] }),
      spawner: new NodeThreadSpawner({
        entry: new URL('./engine-thread.mjs', import.meta.url),
        settings: threadSettings,
      }),
      epochs: { acquire: async () => 1, confirmEnd: async () => true },
    },
    {
      onState() {},
      onAttemptStarted() {},
      onAttemptEnded() {},
      onCheckpoint: (statistics) => checkpoints.set(statistics.id, statistics),
      onCheckpointDiscarded() {},
    },
  );
  return master.ended;
}

/** Collects what the threads say. */
function listenToThreads() {
  const channel = new BroadcastChannel('weir-bench');
  const said = { began: [], ended: [], fold: [] };
  let check = () => undefined;
  channel.onmessage = ({ data }) => {
    said[data.kind].push(data);
    check();
  };
  return {
    done: (threads) =>
      new Promise((resolve) => {
        check = () => {
          if (new Set(said.fold.map(({ thread }) => thread)).size < threads) return;
          channel.close();
          resolve({ began: said.began, ended: said.ended, folds: said.fold });
        };
        check();
      }),
  };
}

function summarise(all) {
  const completed = all.filter(({ status }) => status === 'COMPLETED');
  const durations = completed.map(({ endToEndDuration }) => endToEndDuration).sort((left, right) => left - right);
  return {
    completed: completed.length,
    failed: all.filter(({ status }) => status === 'FAILED').length,
    failures: [...new Set(all.flatMap(({ failureReason }) => failureReason ?? []))],
    endToEndMsMedian: durations[durations.length >> 1] ?? null,
    endToEndMsMax: durations.at(-1) ?? null,
    bytesMax: Math.max(0, ...completed.map(({ checkpointedSize }) => checkpointedSize)),
  };
}
