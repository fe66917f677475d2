import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SinkExpectation } from './pipeline.ts';

/** A committed file of a sink. */
export interface CommittedFile {
  readonly name: string;
  readonly subtask: number;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

const partPattern = /^part-(\d+)-(\d+)\.(?:jsonl|csv)$/;

/** What a reader outside sees in the folder of a sink, one file after the other, those of a subtask in the order of their numbers. */
export function* committedFiles(folder: string, format: SinkExpectation['format']): Generator<CommittedFile> {
  const parts = readdirSync(folder).flatMap((name) => {
    const [, subtask, number] = partPattern.exec(name) ?? [];
    return subtask === undefined ? [] : [{ name, subtask: Number(subtask), number: Number(number) }];
  });
  parts.sort((left, right) => left.subtask - right.subtask || left.number - right.number);
  for (const { name, subtask } of parts) {
    const text = readFileSync(join(folder, name), 'utf8');
    const lines = text === '' ? [] : text.slice(0, -1).split('\n');
    yield { name, subtask, rows: format === 'jsonl' ? jsonRows(lines) : csvRows(lines) };
  }
}

/** Names in the folder of a sink that are not committed files. */
export function uncommittedNames(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => !partPattern.test(name));
}

function jsonRows(lines: readonly string[]): readonly Readonly<Record<string, unknown>>[] {
  return JSON.parse(`[${lines.join(',')}]`) as Record<string, unknown>[];
}

/** Nothing that is written here needs quotes. */
function csvRows([header = '', ...lines]: readonly string[]): readonly Readonly<Record<string, unknown>>[] {
  const names = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(names.map((name, index) => [name, name === 'k' ? cells[index] : Number(cells[index])]));
  });
}
