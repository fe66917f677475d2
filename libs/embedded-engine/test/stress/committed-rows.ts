import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePartName } from '@weir/connectors';
import type { SinkExpectation } from './pipeline.ts';

/** A committed file of a sink. */
export interface CommittedFile {
  readonly name: string;
  readonly subtask: number;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** What a reader outside sees in the folder of a sink, one file after the other, those of a subtask in the order in which they were begun. */
export function* committedFiles(folder: string, format: SinkExpectation['format']): Generator<CommittedFile> {
  const parts = readdirSync(folder).flatMap((name) => {
    const part = parsePartName(name);
    return part?.isFinished === true ? [{ name, ...part }] : [];
  });
  parts.sort((a, b) => a.subtask - b.subtask || a.epoch - b.epoch || a.number - b.number);
  for (const { name, subtask } of parts) {
    const text = readFileSync(join(folder, name), 'utf8');
    const lines = text === '' ? [] : text.slice(0, -1).split('\n');
    yield { name, subtask, rows: format === 'jsonl' ? jsonRows(lines) : csvRows(lines) };
  }
}

/** Names in the folder of a sink that are not committed files. */
export function uncommittedNames(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => parsePartName(name)?.isFinished !== true);
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
