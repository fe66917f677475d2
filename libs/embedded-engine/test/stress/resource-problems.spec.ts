import { describe, expect, it } from 'vitest';
import type { ProcessResources } from './process-resources.ts';
import { resourceProblems } from './resource-problems.ts';

const steady: ProcessResources = { rssMb: 150, openFiles: 20, threads: 11, active: { Timeout: 1 } };

function measured(last: Partial<ProcessResources>, count = 40): ProcessResources[] {
  return Array.from({ length: count }, (_, index) => (index < count - 12 ? steady : { ...steady, ...last }));
}

describe('resourceProblems', () => {
  it.each([
    ['nothing', {}, []],
    ['memory that breathes', { rssMb: 200 }, []],
    ['memory that grows', { rssMb: 250 }, [/memory grows.*150 MB.*250 MB/]],
    ['files that stay open', { openFiles: 21 }, [/openFiles.*20.*21/]],
    ['threads that stay', { threads: 12 }, [/threads.*11.*12/]],
    ['a port that nobody closed', { active: { Timeout: 1, MessagePort: 2 } }, [/MessagePort: 0.*2/]],
  ])('sees %s', (_, last, problems) => {
    const found = resourceProblems(measured(last));
    expect(found).toHaveLength(problems.length);
    problems.forEach((pattern, index) => expect(found[index]).toMatch(pattern));
  });

  it('does not judge the memory of a short run', () => {
    expect(resourceProblems(measured({ rssMb: 900 }, 10))).toEqual([]);
  });
});
