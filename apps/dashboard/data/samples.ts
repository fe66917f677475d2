/** Specs that the new-job page offers; each runs as it stands. */
export interface Sample {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly spec: unknown;
}

export const samples: readonly Sample[] = [
  {
    id: 'word-count',
    title: 'Word count',
    description: 'Made-up sentences, split into words, counted by word.',
    spec: {
      name: 'word-count',
      parallelism: 2,
      checkpointing: { interval: '5s' },
      operators: [
        { uid: 'lines', type: 'datagen', rowsPerSecond: 200, columns: { line: { kind: 'sentence', words: 6 } } },
        { uid: 'words', type: 'flat-map', input: 'lines', split: { column: 'line', separator: '\\s+', as: 'word' } },
        { uid: 'ones', type: 'map', input: 'words', select: { word: 'LOWER(word)', n: '1' } },
        { uid: 'counts', type: 'aggregate', input: 'ones', keyBy: ['word'], aggregates: { count: 'SUM(n)' } },
        { uid: 'out', type: 'print', input: 'counts' },
      ],
    },
  },
];

export function sampleSpec(): unknown {
  return samples[0]?.spec;
}
