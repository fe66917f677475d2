import { readFileSync } from 'node:fs';
import { runStates } from '@weir/run-contract';
import { jobStates } from '@weir/persistence';
import { describe, expect, it } from 'vitest';
import {
  jobRequests,
  observationTable,
  requestTable,
  type Observation,
  type RequestOutcome,
} from './transition-table.ts';

const page = readFileSync(new URL('../../../../../docs/specs/job-lifecycle.md', import.meta.url), 'utf8');

/** The cells of the markdown table below a heading, by row and column title. */
function tableBelow(heading: string): Record<string, Record<string, string>> {
  const lines = page.slice(page.indexOf(`## ${heading}`)).split('\n');
  const first = lines.findIndex((line) => line.startsWith('| state |'));
  const cells = (line: string): string[] =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const [, ...columns] = cells(lines[first] ?? '');
  const rows: Record<string, Record<string, string>> = {};
  for (const line of lines.slice(first + 2)) {
    if (!line.startsWith('|')) break;
    const [state = '', ...values] = cells(line);
    rows[state] = Object.fromEntries(columns.map((column, index) => [column, values[index] ?? '']));
  }
  return rows;
}

function requestText(outcome: RequestOutcome): string {
  if (outcome.kind === 'refuse') return 'refused';
  return outcome.kind === 'stay' ? 'accepted' : `→ ${outcome.state}`;
}

describe('the page job-lifecycle.md', () => {
  it('shows the table of requests as the code has it', () => {
    const code = Object.fromEntries(
      jobStates.map((state) => [
        state,
        Object.fromEntries(jobRequests.map((request) => [request, requestText(requestTable[state][request])])),
      ]),
    );
    expect(tableBelow('Requests')).toEqual(code);
  });

  it('shows the table of observations as the code has it', () => {
    const text = (observation: Observation): string => (observation.kind === 'ignore' ? 'ignored' : 'followed');
    const code = Object.fromEntries(
      jobStates.map((state) => [
        state,
        Object.fromEntries(runStates.map((observed) => [observed, text(observationTable[state][observed])])),
      ]),
    );
    expect(tableBelow('Observations')).toEqual(code);
  });
});
