import { existsSync, readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = new URL('../../../../', import.meta.url);
const page = readFileSync(new URL('docs/specs/checkpoint-conformance.md', root), 'utf8');
const statuses = ['holds', 'cannot apply'];
/** Suites that every adapter runs, each with the folder of its adapters. */
const suites: Readonly<Record<string, { readonly runner: string; readonly adapters: string }>> = {
  'libs/engine/core/src/conformance/state-backend-conformance.ts': {
    runner: 'describeStateBackend',
    adapters: 'libs/state/',
  },
  // Part of the same suite.
  'libs/engine/core/src/conformance/per-key-state-conformance.ts': {
    runner: 'describeStateBackend',
    adapters: 'libs/state/',
  },
  'libs/engine/core/src/conformance/time-to-live-conformance.ts': {
    runner: 'describeStateBackend',
    adapters: 'libs/state/',
  },
  'libs/engine/core/src/conformance/checkpoint-storage-conformance.ts': {
    runner: 'describeCheckpointStorage',
    adapters: 'libs/checkpoint-storage/',
  },
};

interface NamedTest {
  readonly file: string;
  readonly title: string;
}

interface Row {
  readonly number: number;
  readonly status: string;
  readonly tests: readonly NamedTest[];
  readonly note: string;
}

const rows: readonly Row[] = page
  .split('\n')
  .filter((line) => /^\| \d+ \|/.test(line))
  .map((line) => {
    const [number = '', , status = '', tests = '', note = ''] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    const named = tests.split('<br>').filter((text) => text !== '');
    return { number: Number(number), status, tests: named.map(namedTest), note };
  });

function namedTest(text: string): NamedTest {
  const match = /^`([^`]+)` › (.+)$/.exec(text);
  if (match === null) throw new Error(`Not a file and a test: ${text}`);
  return { file: match[1] ?? '', title: match[2] ?? '' };
}

const cases = [...range(1, 53), ...range(59, 107)];

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Titles of the tests of a file that run: neither they nor what they are in is skipped. */
function titlesIn(file: string): ReadonlySet<string> {
  const known = titlesByFile.get(file);
  if (known !== undefined) return known;
  const source = ts.createSourceFile(file, readFileSync(new URL(file, root), 'utf8'), ts.ScriptTarget.Latest, true);
  const titles = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const callee = node.expression.getText(source);
      if (/^(?:it|test|describe)\.(?:skip|todo|skipIf|runIf)\b/.test(callee)) return;
      const [title] = node.arguments;
      if (/^it\b/.test(callee) && title !== undefined && ts.isStringLiteralLike(title)) titles.add(title.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  titlesByFile.set(file, titles);
  return titles;
}

const titlesByFile = new Map<string, ReadonlySet<string>>();

function specsUnder(folder: string): readonly string[] {
  return readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .filter((path) => /spec\.ts$/.test(path) && !/(?:^|\/)(?:node_modules|dist)\//.test(path))
    .map((path) => `${folder}${path}`);
}

/** What is wrong with a named test; null: it is there and runs. */
function problemOf({ file, title }: NamedTest): string | null {
  const suite = suites[file];
  if (!existsSync(new URL(file, root))) return `${file} does not exist`;
  if (suite === undefined && !/\.(?:spec|it-spec|e2e-spec)\.ts$/.test(file)) return `${file} is not run as a test`;
  if (suite !== undefined && !specsUnder(suite.adapters).some((spec) => isRunIn(spec, suite.runner))) {
    return `no test under ${suite.adapters} calls ${suite.runner}`;
  }
  return titlesIn(file).has(title) ? null : `${file} has no running test "${title}"`;
}

function isRunIn(spec: string, runner: string): boolean {
  return readFileSync(new URL(spec, root), 'utf8').includes(`${runner}(`);
}

describe('the page checkpoint-conformance.md', () => {
  it('names every case of the protocol once, in order, with a status it knows', () => {
    expect(rows.map(({ number }) => number)).toEqual(cases);
    expect(rows.filter(({ status }) => !statuses.includes(status))).toEqual([]);
  });

  it('names only tests that exist and run', { timeout: 60_000 }, () => {
    const problems = rows.flatMap(({ number, tests }) =>
      tests.flatMap((test) => {
        const problem = problemOf(test);
        return problem === null ? [] : [`case ${number}: ${problem}`];
      }),
    );
    expect(problems).toEqual([]);
  });

  it('has a test for what it says holds, and a reason for everything else', () => {
    const untested = rows.filter(({ status, tests }) => status === 'holds' && tests.length === 0);
    const unexplained = rows.filter(({ status, note }) => status !== 'holds' && note === '');
    expect([...untested, ...unexplained].map(({ number }) => number)).toEqual([]);
  });

  it('lists every test that is named after a case', { timeout: 60_000 }, () => {
    const listed = new Set(rows.flatMap(({ number, tests }) => tests.map(({ title }) => `${number} ${title}`)));
    const unlisted = [...specsUnder('libs/'), ...specsUnder('apps/'), ...Object.keys(suites)].flatMap((file) =>
      [...titlesIn(file)].filter((title) => {
        const number = /^case (\d+):/.exec(title)?.[1];
        return number !== undefined && !listed.has(`${number} ${title}`);
      }),
    );
    expect(unlisted).toEqual([]);
  });

  it('would notice a test that is not there, and one that is skipped', () => {
    const here = 'libs/engine/checkpoint/src/alignment/barrier-aligner.spec.ts';
    expect(problemOf({ file: here, title: 'case 32: nothing of the kind' })).toContain('no running test');
    expect(problemOf({ file: 'libs/engine/checkpoint/src/nowhere.spec.ts', title: '' })).toContain('does not exist');
    expect(problemOf({ file: 'libs/engine/checkpoint/src/index.ts', title: '' })).toContain('not run as a test');
  });
});
