import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const canTrace = spawnSync('strace', ['-e', 'trace=fsync', 'true']).status === 0;
const script = fileURLToPath(new URL('publish-once.mjs', import.meta.url));
const mark = 'ACKNOWLEDGED';

interface Call {
  readonly name: string;
  /** Paths that the call names, or of the descriptors it is given. */
  readonly paths: readonly string[];
  readonly failed: boolean;
}

/** The calls of a trace in the order in which they ended. */
function callsOf(trace: string): Call[] {
  const calls: Call[] = [];
  const unfinished = new Map<string, string>();
  for (const line of trace.split('\n')) {
    const [, thread = '', rest = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    if (rest.endsWith('<unfinished ...>')) {
      unfinished.set(thread, rest.slice(0, -'<unfinished ...>'.length));
      continue;
    }
    const resumed = /^<\.\.\. (\w+) resumed>(.*)$/.exec(rest);
    const whole = resumed ? `${unfinished.get(thread) ?? ''}${resumed[2]}` : rest;
    const name = /^(\w+)\(/.exec(whole)?.[1];
    if (name === undefined) continue;
    const paths = [...whole.matchAll(/(?:<|")(\/[^">]*|ACKNOWLEDGED[^"]*)(?:>|")/g)].map((match) => match[1] ?? '');
    calls.push({ name, paths, failed: /= -1 E/.test(whole) });
  }
  return calls;
}

// Without strace, or where a process may not be traced, nothing else sees the order of system calls.
describe.skipIf(!canTrace)('the order of system calls, as strace sees it', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'weir-trace-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is: file, its folder, manifest, link, folder again, and only then the acknowledgement', async () => {
    const trace = join(folder, 'trace');
    const calls = 'trace=fsync,fdatasync,link,linkat,rename,renameat,renameat2,write,mkdir';
    const options = ['-f', '-y', '-s', '300', '-e', calls, '-o', trace];
    const run = spawnSync('strace', [...options, process.execPath, script, join(folder, 'root'), mark, '1000000'], {
      encoding: 'utf8',
    });
    expect(run.stderr).toBe('');
    const seen = callsOf(await readFile(trace, 'utf8')).filter(({ failed }) => !failed);
    const at = (what: string, matches: (call: Call) => boolean): number => {
      const index = seen.findIndex(matches);
      expect(index, what).toBeGreaterThanOrEqual(0);
      return index;
    };
    const isSync = ({ name, paths }: Call, pattern: RegExp): boolean =>
      /^f(?:data)?sync$/.test(name) && paths.some((path) => pattern.test(path));
    const link = at(
      'link',
      ({ name, paths }) => name.startsWith('link') && paths.some((path) => path.endsWith('/_metadata')),
    );
    const order = [
      at('root made durable', (call) => isSync(call, new RegExp(`^${folder}$`))),
      at(
        'gate renamed into place',
        ({ name, paths }) => name.startsWith('rename') && paths.some((path) => path.endsWith('/epoch-1')),
      ),
      at('state file', (call) => isSync(call, /\.state$/)),
      at('folder of the checkpoint', (call) => isSync(call, /\/chk-1$/)),
      at('folder of the epoch', (call) => isSync(call, /\/epoch-1$/)),
      at('manifest', (call) => isSync(call, /\/open\/manifest-[^/]*\.json$/)),
      link,
      seen.findIndex((call, index) => index > link && isSync(call, /\/chk-1$/)),
      at('acknowledgement', ({ name, paths }) => name === 'write' && paths.some((path) => path.startsWith(mark))),
    ];
    expect(order).toEqual(order.toSorted((left, right) => left - right));
  });

  it('is, for small state: folder of the epoch, manifest, link, folder of the checkpoint, and no other fsync', async () => {
    const trace = join(folder, 'trace');
    const options = ['-f', '-y', '-s', '300', '-e', 'trace=fsync,fdatasync,link,linkat,write,mkdir', '-o', trace];
    const run = spawnSync('strace', [...options, process.execPath, script, join(folder, 'root'), mark, '10000'], {
      encoding: 'utf8',
    });
    expect(run.stderr).toBe('');
    const seen = callsOf(await readFile(trace, 'utf8')).filter(({ failed }) => !failed);
    const made = seen.findIndex(({ name, paths }) => name === 'mkdir' && paths.some((path) => path.endsWith('/chk-1')));
    const told = seen.findIndex(({ name, paths }) => name === 'write' && paths.some((path) => path.startsWith(mark)));
    expect(made).toBeGreaterThanOrEqual(0);
    const between = seen.slice(made + 1, told).filter(({ name }) => /sync|link/.test(name));
    const named = between.map(
      ({ name, paths }) => `${name.replace(/^f.*sync$/, 'sync')} ${paths.at(-1)?.split('/').at(-1)}`,
    );
    expect(named).toEqual([
      'sync epoch-1',
      expect.stringMatching(/^sync manifest-/),
      expect.stringMatching(/^link(at)? _metadata$/),
      'sync chk-1',
    ]);
  });

  it('syncs a file that failed no second time, and leaves nothing to restore', async () => {
    const trace = join(folder, 'trace');
    const inject = ['-e', 'inject=fsync:error=EIO:when=6+'];
    const options = ['-f', '-y', '-s', '300', '-e', 'trace=fsync', ...inject, '-o', trace];
    const run = spawnSync('strace', [...options, process.execPath, script, join(folder, 'root'), mark, '1000000'], {
      encoding: 'utf8',
      // Injections are counted for each thread: with one, the count is that of the process.
      env: { ...process.env, UV_THREADPOOL_SIZE: '1' },
    });
    expect(run.stdout).toBe('');
    expect(run.stderr).toContain('the device failed (EIO)');
    const failed = callsOf(await readFile(trace, 'utf8')).filter((call) => call.failed);
    expect(failed.length).toBeGreaterThan(0);
    const paths = failed.map((call) => call.paths[0]);
    expect(new Set(paths).size).toBe(paths.length);
  });
});
