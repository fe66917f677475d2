import { describe, expect, it } from 'vitest';
import { buildJobGraph, type GraphOperator } from './job-graph.ts';

function operator(uid: string, inputs: readonly string[], more: Partial<GraphOperator> = {}): GraphOperator {
  return { uid, inputs, parallelism: 2, canChain: true, keyColumns: null, ...more };
}

describe('buildJobGraph', () => {
  it('fuses the word count into its two vertices and cuts it at the key', () => {
    const graph = buildJobGraph([
      operator('lines', []),
      operator('words', ['lines']),
      operator('ones', ['words']),
      operator('counts', ['ones'], { keyColumns: [0] }),
      operator('out', ['counts']),
    ]);
    expect(graph.vertices).toEqual([
      { id: 'lines', operators: ['lines', 'words', 'ones'], parallelism: 2 },
      { id: 'counts', operators: ['counts', 'out'], parallelism: 2 },
    ]);
    expect(graph.edges).toEqual([{ id: 0, from: 'lines', to: 'counts', input: 0, shipping: 'HASH', keyColumns: [0] }]);
  });

  const cuts: readonly [string, Partial<GraphOperator>, string][] = [
    ['chain is false', { canChain: false }, 'FORWARD'],
    ['the parallelism differs', { parallelism: 3 }, 'REBALANCE'],
    ['the input is keyed', { keyColumns: [] }, 'HASH'],
    ['the input is keyed and the parallelism differs', { keyColumns: [1], parallelism: 1 }, 'HASH'],
  ];
  it.each(cuts)('cuts when %s', (_, consumer, shipping) => {
    const graph = buildJobGraph([operator('a', []), operator('b', ['a'], consumer)]);
    expect(graph.vertices.map((vertex) => vertex.operators)).toEqual([['a'], ['b']]);
    expect(graph.edges.map((edge) => edge.shipping)).toEqual([shipping]);
  });

  it('cuts behind an operator with two consumers, and does not cut after them', () => {
    const graph = buildJobGraph([
      operator('a', []),
      operator('rows', ['a']),
      operator('big', ['a']),
      operator('bigOut', ['big']),
    ]);
    expect(graph.vertices.map((vertex) => vertex.operators)).toEqual([['a'], ['rows'], ['big', 'bigOut']]);
    expect(graph.edges.map((edge) => [edge.from, edge.to, edge.shipping])).toEqual([
      ['a', 'rows', 'FORWARD'],
      ['a', 'big', 'FORWARD'],
    ]);
  });

  it('never fuses an operator of several inputs with one of them, and numbers its inputs', () => {
    const graph = buildJobGraph([
      operator('a', []),
      operator('b', [], { parallelism: 1 }),
      operator('u', ['a', 'b']),
      operator('out', ['u']),
    ]);
    expect(graph.vertices.map((vertex) => vertex.operators)).toEqual([['a'], ['b'], ['u', 'out']]);
    expect(graph.edges.map((edge) => [edge.from, edge.input, edge.shipping])).toEqual([
      ['a', 0, 'FORWARD'],
      ['b', 1, 'REBALANCE'],
    ]);
  });

  it('keeps two edges of a self-union apart', () => {
    const graph = buildJobGraph([operator('a', []), operator('u', ['a', 'a'])]);
    expect(graph.edges.map((edge) => [edge.from, edge.to, edge.input])).toEqual([
      ['a', 'u', 0],
      ['a', 'u', 1],
    ]);
  });

  it('refuses operators out of order', () => {
    expect(() => buildJobGraph([operator('b', ['a']), operator('a', [])])).toThrow(
      'Operators must stand after their inputs.',
    );
  });
});
