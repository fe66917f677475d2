import { describe, expect, it } from 'vitest';
import { shownGraph } from './shown-graph.ts';
import { graphOperatorOf, metricsOf } from './testing/record-builders.ts';

describe('shownGraph', () => {
  const graph = { operators: [graphOperatorOf('lines', { metrics: metricsOf({ recordsOutPerSecond: 5 }) })] };

  it('calls no operator running while its job waits for a restart', () => {
    expect(shownGraph(graph, 'RESTARTING').operators[0]).toMatchObject({ uid: 'lines', metrics: null });
  });

  it.each(['RUNNING', 'FAILING', 'FINISHED'] as const)('leaves the figures as they are while it is %s', (state) => {
    expect(shownGraph(graph, state)).toBe(graph);
  });
});
