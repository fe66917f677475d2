import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkNamedTests, namedTestsOf, resultsOf } from './conformance-runs.mjs';

const spec = 'libs/engine/checkpoint/src/a.spec.ts';
const live = 'apps/api/src/api.it-spec.ts';
const suite = 'libs/engine/core/src/conformance/state-backend-conformance.ts';

function pageOf(...tests: readonly (readonly [string, string])[]): string {
  const cells = tests.map(([file, title]) => `\`${file}\` › ${title}`).join('<br>');
  return `# Page\n\n| case | what | status | tests | note |\n|---|---|---|---|---|\n| 7 | Expiry | holds | ${cells} | |\n| 8 | None | cannot apply |  | why |\n`;
}

const passed = (file: string, title: string) => ({ file, title, status: 'passed' });

function problemsOf(test: readonly [string, string], results: readonly object[]): readonly string[] {
  const projects = ['unit', 'integration', 'e2e'] as const;
  return checkNamedTests({ page: pageOf(test), results: results as never, projects }).problems;
}

describe('checkNamedTests', () => {
  it('finds nothing wrong when every named test ran and passed', () => {
    const page = pageOf([spec, 'case 7: expires (%s, %i)'], [live, 'acts once']);
    const results = [passed(spec, 'case 7: expires ("a", 3)'), passed(live, 'acts once')];
    expect(checkNamedTests({ page, results, projects: ['unit', 'integration'] })).toEqual({ checked: 2, problems: [] });
  });

  it.each([
    ['did not run', []],
    ['did not run', [passed('libs/other.spec.ts', 'case 7: expires')]],
    ['did not run', [passed(spec, 'case 7: expires later')]],
    ['failed', [{ ...passed(spec, 'case 7: expires'), status: 'failed' }]],
    ['was skipped', [{ ...passed(spec, 'case 7: expires'), status: 'skipped' }]],
    ['was todo', [{ ...passed(spec, 'case 7: expires'), status: 'todo' }]],
  ])('tells of one that %s', (what, results) => {
    expect(problemsOf([spec, 'case 7: expires'], results)).toEqual([`case 7: ${what}: ${spec} › case 7: expires`]);
  });

  it('tells of a table of which one row failed or was skipped', () => {
    const results = [passed(spec, 'fails for 1'), { ...passed(spec, 'fails for 2'), status: 'skipped' }];
    expect(problemsOf([spec, 'fails for $count'], results)).toHaveLength(1);
  });

  it('takes only what stands for a value in a title as anything', () => {
    expect(problemsOf([spec, 'costs 5 (or more)? 100%'], [passed(spec, 'costs 5 (or more)? 100%')])).toEqual([]);
    expect(problemsOf([spec, 'a.c'], [passed(spec, 'abc')])).toHaveLength(1);
  });

  it('looks for a suite where its adapters run it', () => {
    const adapter = 'libs/state/hashmap/src/hashmap-state-backend.spec.ts';
    expect(problemsOf([suite, 'goes on'], [passed(adapter, 'goes on')])).toEqual([]);
    expect(problemsOf([suite, 'goes on'], [passed(spec, 'goes on')])).toHaveLength(1);
    const oneOfTwo = [
      passed(adapter, 'goes on'),
      { ...passed('libs/state/b/src/b.spec.ts', 'goes on'), status: 'failed' },
    ];
    expect(problemsOf([suite, 'goes on'], oneOfTwo)).toHaveLength(1);
  });

  it('leaves out the tests of projects that did not run', () => {
    const facts = { page: pageOf([spec, 'a'], [live, 'b']), results: [passed(spec, 'a')] };
    expect(checkNamedTests({ ...facts, projects: ['unit'] })).toEqual({ checked: 1, problems: [] });
    expect(checkNamedTests({ ...facts, projects: ['unit', 'integration'] }).problems).toHaveLength(1);
  });
});

describe('namedTestsOf', () => {
  it('reads every named test of the page that there is', () => {
    const page = readFileSync(new URL('../../docs/specs/checkpoint-conformance.md', import.meta.url), 'utf8');
    const arrows = page.split('\n').filter((line) => /^\| \d+ \|/.test(line)).join('').split('` › ').length - 1; // prettier-ignore
    expect(namedTestsOf(page)).toHaveLength(arrows);
    expect(arrows).toBeGreaterThan(100);
  });
});

describe('resultsOf', () => {
  it('reads a report with files relative to the checkout', () => {
    const report = JSON.stringify({
      testResults: [
        {
          name: '/checkout/libs/a.spec.ts',
          assertionResults: [{ title: 'works', status: 'passed', fullName: 'a works' }],
        },
      ],
    });
    expect(resultsOf(report, '/checkout')).toEqual([passed('libs/a.spec.ts', 'works')]);
  });
});
