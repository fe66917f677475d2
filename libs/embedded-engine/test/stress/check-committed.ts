import { join } from 'node:path';
import { committedFiles, type CommittedFile } from './committed-rows.ts';
import type { Pipeline, SinkExpectation } from './pipeline.ts';
import { problemOfUpdate, type Update } from './problem-of-update.ts';
import { keyNumberOf, rowsOfKey, valueOfRow, type RowShape } from './row-shape.ts';

/** What the committed files say at the end. */
export interface CommittedCounts {
  rows: number;
  lost: number;
  repeated: number;
  reordered: number;
  /** Rows whose contents are wrong. */
  wrong: number;
  /** The first few things that are wrong, in words. */
  readonly examples: string[];
}

const examplesMax = 5;

/** Compares the committed files of a pipeline's sinks with what its sources make. */
export function checkCommitted(pipeline: Pipeline, filesRoot: string): CommittedCounts {
  const counts: CommittedCounts = { rows: 0, lost: 0, repeated: 0, reordered: 0, wrong: 0, examples: [] };
  for (const sink of pipeline.sinks) {
    const files = committedFiles(join(filesRoot, sink.path), sink.format);
    if (sink.kind === 'rows') checkRows(pipeline.shape, files, new Tally(sink, counts));
    else checkUpdates(pipeline.shape, files, new Tally(sink, counts));
  }
  return counts;
}

type Fault = Exclude<keyof CommittedCounts, 'rows' | 'examples'>;

class Tally {
  readonly #sink: SinkExpectation;
  readonly #counts: CommittedCounts;

  constructor(sink: SinkExpectation, counts: CommittedCounts) {
    this.#sink = sink;
    this.#counts = counts;
  }

  addRows(rows: number): void {
    this.#counts.rows += rows;
  }

  add(fault: Fault, describe: () => string): void {
    this.#counts[fault] += 1;
    if (this.#counts.examples.length < examplesMax)
      this.#counts.examples.push(`${fault} in ${this.#sink.path}: ${describe()}`);
  }
}

/** The last number of each lane that a subtask of the sink has written: it rises from file to file. */
class LastNumbers {
  readonly #last = new Map<string, number>();

  isBehind(subtask: number, lane: string, number: number): boolean {
    const name = `${subtask}/${lane}`;
    const isBehind = number <= (this.#last.get(name) ?? -1);
    this.#last.set(name, number);
    return isBehind;
  }
}

function checkRows({ sources, rows, splits, keys }: RowShape, files: Iterable<CommittedFile>, tally: Tally): void {
  const seen = Array.from({ length: sources }, () => new Uint8Array(rows));
  const last = new LastNumbers();
  for (const file of files) {
    tally.addRows(file.rows.length);
    for (const row of file.rows) {
      const [s, i, k, v] = [Number(row['s']), Number(row['i']), keyNumberOf(row['k']), Number(row['v'])];
      const describe = (): string => `${file.name}: ${JSON.stringify(row)}`;
      const marks = seen[s];
      if (marks === undefined || !(i >= 0 && i < rows) || k !== i % keys || v !== valueOfRow(s, i)) {
        tally.add('wrong', describe);
        continue;
      }
      if (marks[i] !== 0) tally.add('repeated', describe);
      else if (last.isBehind(file.subtask, `${s}/${i % splits}`, i)) tally.add('reordered', describe);
      marks[i] = 1;
    }
  }
  seen.forEach((marks, s) => {
    for (let i = 0; i < rows; i += 1) if (marks[i] === 0) tally.add('lost', () => `s=${s} i=${i}`);
  });
}

function checkUpdates(shape: RowShape, files: Iterable<CommittedFile>, tally: Tally): void {
  const { sources, keys } = shape;
  const wanted = Array.from({ length: keys }, (_, key) => sources * rowsOfKey(shape, key));
  const seen = wanted.map((count) => new Uint8Array(count + 1));
  const last = new LastNumbers();
  for (const file of files) {
    tally.addRows(file.rows.length);
    for (const row of file.rows) {
      const update: Update = {
        k: keyNumberOf(row['k']),
        n: Number(row['n']),
        total: Number(row['total']),
        last: Number(row['last']),
        second: Number(row['second']),
      };
      const describe = (): string => `${file.name}: ${JSON.stringify(row)}`;
      const marks = seen[update.k];
      if (
        marks === undefined ||
        !(update.n >= 1 && update.n < marks.length) ||
        problemOfUpdate(shape, update) !== null
      ) {
        tally.add('wrong', describe);
        continue;
      }
      if (marks[update.n] !== 0) tally.add('repeated', describe);
      else if (last.isBehind(file.subtask, `${update.k}`, update.n)) tally.add('reordered', describe);
      marks[update.n] = 1;
      if (update.n === wanted[update.k] && update.second !== (sources - 1) * rowsOfKey(shape, update.k))
        tally.add('wrong', describe);
    }
  }
  seen.forEach((marks, k) => {
    for (let n = 1; n < marks.length; n += 1) if (marks[n] === 0) tally.add('lost', () => `k=${k} n=${n}`);
  });
}
