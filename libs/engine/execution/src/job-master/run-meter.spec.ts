import { analyzeJob } from '@weir/job-spec';
import { describe, expect, it } from 'vitest';
import { planExecution } from '../plan/execution-plan.ts';
import { graphOperatorsOf } from '../plan/graph-operators.ts';
import { buildJobGraph } from '../plan/job-graph.ts';
import { RunMeter } from './run-meter.ts';

function meterAt(): {
  readonly meter: RunMeter;
  readonly plan: ReturnType<typeof planExecution>;
  readonly time: { now: number };
} {
  const analysis = analyzeJob({
    name: 'test',
    parallelism: 2,
    operators: [
      { uid: 'in', type: 'datagen', columns: { n: { kind: 'sequence' } } },
      { uid: 'out', type: 'blackhole', input: 'in' },
    ],
  });
  if (!analysis.ok) throw new Error(JSON.stringify(analysis.diagnostics));
  const graph = buildJobGraph(graphOperatorsOf(analysis.job));
  const time = { now: 0 };
  const clock = { now: () => 1_000_000 + time.now, monotonic: () => time.now };
  const meter = new RunMeter(clock, analysis.job, graph);
  const plan = planExecution(graph, 2);
  meter.startAttempt(plan);
  return { meter, plan, time };
}

const metrics = (subtask: number, rows: number, busyMs: number): Parameters<RunMeter['add']>[0] => [
  {
    subtask,
    busyMs,
    backPressuredMs: 0,
    idleMs: busyMs / 2,
    operators: [
      { uid: 'in', recordsIn: 0, recordsOut: rows },
      { uid: 'out', recordsIn: rows, recordsOut: 0 },
    ],
  },
];

describe('RunMeter', () => {
  it('sums the subtasks, and divides by the time since rows flow', () => {
    const { meter, time } = meterAt();
    time.now = 10_000;
    meter.startWindow();
    time.now = 12_000;
    meter.add(metrics(0, 300, 1_000));
    meter.add(metrics(1, 100, 1_000));
    const { recordsIn, recordsOut, operators } = meter.measure();
    expect([recordsIn, recordsOut]).toEqual([400, 400]);
    expect(operators[0]).toMatchObject({
      uid: 'in',
      vertex: 'in',
      recordsOutPerSecond: 200,
      busyRatio: 0.5,
      idleRatio: 0.25,
    });
    expect(operators[1]).toMatchObject({ uid: 'out', vertex: 'in', recordsInPerSecond: 200 });
  });

  it('forgets what lies more than five seconds back', () => {
    const { meter, time } = meterAt();
    for (let second = 1; second <= 20; second += 1) {
      time.now = second * 1_000;
      meter.add(metrics(0, second <= 10 ? second * 1_000 : 10_000, 0));
    }
    expect(meter.measure().operators[0]?.recordsOutPerSecond).toBe(0);
    expect(meter.measure().recordsIn).toBe(10_000);
  });

  it('keeps the totals of earlier attempts, whose counters begin anew', () => {
    const { meter, plan, time } = meterAt();
    meter.add(metrics(0, 50, 0));
    meter.startAttempt(plan);
    time.now = 1_000;
    meter.add(metrics(0, 20, 0));
    expect(meter.measure()).toMatchObject({ recordsIn: 70, recordsOut: 70 });
    expect(meter.measure().operators[0]?.recordsOutPerSecond).toBe(20);
  });
});
