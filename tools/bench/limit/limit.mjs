// A workload written by hand, as fast as plain JavaScript goes on this machine: no spec, no operators, no coordinator, no files. The yardstick
// of the benchmark from above.
//
//     node tools/bench/limit/limit.mjs '{"workload":"keyed-sum","keys":100000,"rows":16000000,"parallelism":2,"intervalMs":1000}'
import { isMainThread, MessageChannel, parentPort, Worker, workerData } from 'node:worker_threads';
import { hex } from '../rows.mjs';
import { now, spanOf } from '../span.mjs';
import { Exchange } from './exchange.mjs';
import { batchBytes as intBytes, IntJob } from './int-job.mjs';
import { batchBytes as textBytes, TextJob } from './text-job.mjs';

if (isMainThread) runThreads(JSON.parse(process.argv[2]));
else runThread(workerData);

function runThreads(run) {
  const { parallelism } = run;
  const ports = Array.from({ length: parallelism }, () => new Array(parallelism).fill(undefined));
  for (let low = 0; low < parallelism; low += 1) {
    for (let high = low + 1; high < parallelism; high += 1) {
      const { port1, port2 } = new MessageChannel();
      ports[low][high] = port1;
      ports[high][low] = port2;
    }
  }
  const reports = [];
  for (let thread = 0; thread < parallelism; thread += 1) {
    const transferList = ports[thread].filter((port) => port !== undefined);
    const worker = new Worker(new URL(import.meta.url), {
      workerData: { ...run, thread, ports: ports[thread] },
      transferList,
    });
    worker.on('message', (report) => {
      reports.push(report);
      if (reports.length === parallelism) finish();
    });
  }
  function finish() {
    const span = spanOf(
      reports.map(({ began }) => began),
      reports.map(({ ended }) => ended),
    );
    const checksum = hex(reports.reduce((sum, report) => (sum + report.checksum) >>> 0, 0));
    console.log(
      JSON.stringify({
        ...span,
        checksum,
        cuts: reports.flatMap(({ cuts }) => cuts),
      }),
    );
  }
}

function runThread({ workload, rows, keys, parallelism, intervalMs, thread, ports }) {
  const isInt = workload === 'keyed-sum';
  const exchange = new Exchange(ports, isInt ? intBytes : textBytes);
  const options = { thread, threads: parallelism, rows, keys, exchange, isWordCount: workload === 'word-count' };
  const job = isInt ? new IntJob(options) : new TextJob(options);
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  const sleep = () => Atomics.wait(sleeper, 0, 0, 0.2);
  const receive = (buffer) => job.receive(buffer);
  const cuts = [];
  let isGenerating = true;
  const began = now();
  for (let lastCut = performance.now(); isGenerating || !exchange.isDone;) {
    if (intervalMs > 0 && performance.now() - lastCut > intervalMs) {
      lastCut = performance.now();
      job.cut();
      cuts.push(performance.now() - lastCut);
    }
    const hasMoved = exchange.poll(receive);
    if (!isGenerating || job.hasUndealt) {
      if (!hasMoved) sleep();
    }
    if (!isGenerating) continue;
    if (job.hasUndealt || job.generate()) job.deal();
    else {
      isGenerating = false;
      job.flush();
      exchange.end();
    }
  }
  const ended = now();
  parentPort.postMessage({ checksum: job.checksum(), cuts, began, ended });
}
