import { readFileSync } from 'node:fs';

const page = readFileSync(new URL('../../../../docs/specs/job-lifecycle.md', import.meta.url), 'utf8');

/** The cells of the table of requests on the page job-lifecycle.md, by state and request. */
export function requestsOfThePage(): Record<string, Record<string, string>> {
  const lines = page.slice(page.indexOf('## Requests')).split('\n');
  const first = lines.findIndex((line) => line.startsWith('| state '));
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

/** A cell of the page: what became of a request. Null states are as they were. */
export function cellOf(
  outcome: { readonly state: string | null; readonly desiredState: string | null } | null,
): string {
  if (outcome === null) return 'refused';
  const wanted = outcome.desiredState === null ? '' : ` (wanted: ${outcome.desiredState})`;
  return outcome.state === null ? `accepted${wanted}` : `→ ${outcome.state}${wanted}`;
}
