import { analyzeJob } from '@weir/job-spec';
import { describe, expect, it } from 'vitest';
import { drawPipeline } from './draw-pipeline.ts';
import { failureKinds, FailurePlan } from './failure-plan.ts';

const seeds = Array.from({ length: 200 }, (_, index) => index + 1);
const bounds = { parallelism: null, threads: 4 };

describe('drawPipeline', () => {
  it('draws valid jobs, the same ones for a seed, at any parallelism they may take', () => {
    for (const seed of seeds) {
      const pipeline = drawPipeline(seed, bounds);
      expect(drawPipeline(seed, bounds)).toEqual(pipeline);
      for (const parallelism of pipeline.isRescaled ? [1, 2, 3, 4] : [pipeline.spec.parallelism]) {
        const analysis = analyzeJob(pipeline.spec, { parallelism });
        expect(analysis.ok ? [] : analysis.diagnostics, `seed ${seed}`).toEqual([]);
      }
    }
  });

  it('draws every kind of pipeline', () => {
    const drawn = seeds.map((seed) => drawPipeline(seed, bounds));
    expect(new Set(drawn.map(({ spec }) => spec.parallelism))).toEqual(new Set([1, 2, 3, 4]));
    const kindsOf = (pipeline: (typeof drawn)[number]): string[] => [
      pipeline.shape.sources === 2 ? 'union' : 'one source',
      ...Object.values(pipeline.checks).map((check) => `${check.kind} ${'order' in check ? check.order : ''}`),
      ...pipeline.sinks.map(({ kind, format }) => `${kind} in ${format}`),
    ];
    expect([...new Set(drawn.flatMap(kindsOf))].sort()).toEqual(
      [
        ...['aggregate ', 'one source', 'union', 'rows GAPLESS', 'rows RISING', 'updates GAPLESS'],
        ...['rows in csv', 'rows in jsonl', 'updates in csv', 'updates in jsonl'],
      ].sort(),
    );
  });
});

describe('FailurePlan', () => {
  it('is the same for a seed, and has every kind, 2 to 10 checkpoints apart', () => {
    const [one, other] = [new FailurePlan(7), new FailurePlan(7)];
    const planned = Array.from({ length: 300 }, () => one.next());
    expect(Array.from({ length: 300 }, () => other.next())).toEqual(planned);
    expect(new Set(planned.map(({ kind }) => kind))).toEqual(new Set(failureKinds));
    expect(new Set(planned.map(({ afterCheckpoints }) => afterCheckpoints))).toEqual(
      new Set([2, 3, 4, 5, 6, 7, 8, 9, 10]),
    );
  });
});
