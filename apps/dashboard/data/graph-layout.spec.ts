import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphStyles, placeGraph, pressureOf } from './graph-layout.ts';
import { graphOperatorOf, metricsOf } from './testing/record-builders.ts';

const edgeOf = (from: string, to: string) => ({ from, to, shipStrategy: 'HASH' as const });

describe('placeGraph', () => {
  it('puts a reader to the right of what it reads', () => {
    const operators = [graphOperatorOf('out'), graphOperatorOf('lines'), graphOperatorOf('words')];
    const { nodes } = placeGraph(
      {
        operators,
        edges: [edgeOf('lines', 'words'), edgeOf('words', 'out')],
      },
      'running',
    );
    const x = new Map(nodes.map(({ operator, x: left }) => [operator.uid, left]));
    expect(x.get('words')).toBeGreaterThan(x.get('lines') ?? Infinity);
    expect(x.get('out')).toBeGreaterThan(x.get('words') ?? Infinity);
  });

  it('puts a reader below what it reads where the page is narrow', () => {
    const operators = [graphOperatorOf('out'), graphOperatorOf('lines')];
    const { nodes, width } = placeGraph({ operators, edges: [edgeOf('lines', 'out')] }, 'running-narrow');
    const [out, lines] = nodes;
    expect(out?.x).toBe(lines?.x);
    expect(out?.y).toBeGreaterThan((lines?.y ?? Infinity) + graphStyles['running-narrow'].nodeHeight);
    expect(width).toBeLessThan(320);
  });

  it('knows which operators run in one loop, and which edge is a channel', () => {
    const operators = [
      graphOperatorOf('a', { vertex: 'v1' }),
      graphOperatorOf('b', { vertex: 'v1' }),
      graphOperatorOf('c', { vertex: 'v2' }),
    ];
    const graph = placeGraph(
      {
        operators,
        edges: [edgeOf('a', 'b'), edgeOf('b', 'c')],
      },
      'running',
    );
    expect(graph.nodes.map(({ chainedWith }) => chainedWith)).toEqual([['b'], ['a'], []]);
    expect(graph.edges.map(({ isChained }) => isChained)).toEqual([true, false]);
  });

  it('calls nothing chained while nothing runs', () => {
    const graph = placeGraph(
      { operators: [graphOperatorOf('a'), graphOperatorOf('b')], edges: [edgeOf('a', 'b')] },
      'running',
    );
    expect(graph.nodes[0]?.chainedWith).toEqual([]);
    expect(graph.edges[0]).toMatchObject({ isChained: false, recordsPerSecond: null });
    expect(graph.nodes[0]?.pressure).toBeUndefined();
  });

  it('carries the rate of the sender on the edge', () => {
    const operators = [
      graphOperatorOf('a', { metrics: metricsOf({ recordsOutPerSecond: 12.5 }) }),
      graphOperatorOf('b'),
    ];
    expect(placeGraph({ operators, edges: [edgeOf('a', 'b')] }, 'running').edges[0]?.recordsPerSecond).toBe(12.5);
  });

  it('leaves out an edge to nowhere', () => {
    expect(placeGraph({ operators: [graphOperatorOf('a')], edges: [edgeOf('a', 'gone')] }, 'running').edges).toEqual(
      [],
    );
  });

  it('never lays two operators over one another', () => {
    const jobs = fc.integer({ min: 1, max: 12 }).chain((size) =>
      fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 20 }).map((pairs) => ({
        operators: Array.from({ length: size }, (_, index) => graphOperatorOf(`o${index}`)),
        edges: pairs.filter(([a, b]) => a < b).map(([a, b]) => edgeOf(`o${a}`, `o${b}`)),
      })),
    );
    fc.assert(
      fc.property(jobs, (job) => {
        const { nodes } = placeGraph(job, 'running');
        const { nodeWidth, nodeHeight } = graphStyles.running;
        for (const [index, one] of nodes.entries()) {
          for (const other of nodes.slice(index + 1)) {
            const apart = Math.abs(one.x - other.x) >= nodeWidth || Math.abs(one.y - other.y) >= nodeHeight;
            expect(apart, `${one.operator.uid} and ${other.operator.uid}`).toBe(true);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('pressureOf', () => {
  it.each([
    [0.1, 0.05, 'ok'],
    [0.8, 0.1, 'busy'],
    [0.95, 0.11, 'warn'],
    [0.3, 0.5, 'bad'],
  ] as const)('calls busy %d and back-pressured %d %s', (busyRatio, backPressuredRatio, tone) => {
    expect(pressureOf({ busyRatio, backPressuredRatio }).tone).toBe(tone);
  });
});
