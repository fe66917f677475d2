import { jobStates } from '@weir/persistence';
import { describe, expect, it } from 'vitest';
import { cellOf, requestsOfThePage } from '../../test/lifecycle-page.ts';
import { jobRequests, requestTable } from './transition-table.ts';

describe('the page job-lifecycle.md', () => {
  it('shows the table of requests as the code has it', () => {
    const code = Object.fromEntries(
      jobStates.map((state) => [
        state,
        Object.fromEntries(
          jobRequests.map((request) => {
            const outcome = requestTable[state][request];
            return [request, cellOf(outcome.kind === 'refuse' ? null : outcome)];
          }),
        ),
      ]),
    );
    expect(requestsOfThePage()).toEqual(code);
  });
});
