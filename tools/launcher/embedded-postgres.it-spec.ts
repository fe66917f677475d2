import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkoutRoot } from './package-bin.mjs';
import { clearLeftovers, readPidFile } from './postgres-cluster.mjs';
import { preparePostgresHome } from './postgres-home.mjs';
import { planPostgres } from './postgres-service.mjs';
import { identify, isAlive, waitUntilGone } from './process-identity.mjs';
import { Service } from './service.mjs';

const isRoot = process.getuid?.() === 0;
let parent = '';
let dataDir = '';
const services: Service[] = [];
const children: ChildProcess[] = [];

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'weir postgres '));
  chmodSync(parent, 0o755);
  dataDir = join(parent, 'my data');
  mkdirSync(join(dataDir, 'logs'), { recursive: true });
});
afterEach(async () => {
  await Promise.all(services.splice(0).map((service) => service.stop()));
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(parent, { recursive: true, force: true });
});

async function startPostgres(): Promise<{ url: string; service: Service; restarts: string[] }> {
  const planned = await planPostgres({ checkout: checkoutRoot, dataDir, logDir: join(dataDir, 'logs') });
  const restarts: string[] = [];
  const service = new Service(planned.plan, {
    onStarted: () => undefined,
    onRestart: (sentence) => restarts.push(sentence),
    onGivenUp: (sentence) => restarts.push(sentence),
  });
  services.push(service);
  await service.start();
  await planned.untilReady(new AbortController().signal);
  return { url: planned.url, service, restarts };
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows as unknown[];
  } finally {
    await client.end();
  }
}

const clusterDir = (): string => join(dataDir, 'postgres');

describe('the embedded Postgres', () => {
  it('keeps its data and its address over an orderly stop, and leaves no process', async () => {
    const first = await startPostgres();
    await query(first.url, 'CREATE TABLE t (n int); INSERT INTO t VALUES (7)');
    const server = identify(readPidFile(clusterDir())?.pid ?? 0);
    await first.service.stop();
    expect(server !== undefined && isAlive(server)).toBe(false);
    const second = await startPostgres();
    expect(second.url).toBe(first.url);
    expect(await query(second.url, 'SELECT n FROM t')).toEqual([{ n: 7 }]);
  });

  it('asks for a password', async () => {
    const { url } = await startPostgres();
    await expect(query(url.replace(/:[^:@]+@/, ':wrong@'), 'SELECT 1')).rejects.toThrow(/password/);
  });

  it('is started again, on the same port, when its server is killed', async () => {
    const { url, restarts } = await startPostgres();
    await query(url, 'CREATE TABLE t (n int); INSERT INTO t VALUES (7)');
    process.kill(readPidFile(clusterDir())?.pid ?? 0, 'SIGKILL');
    await expect
      .poll(() => query(url, 'SELECT n FROM t').catch(() => undefined), { timeout: 30_000 })
      .toEqual([{ n: 7 }]);
    expect(restarts).toHaveLength(1);
  });

  it('is waited for no longer when the launcher is told to stop', async () => {
    const planned = await planPostgres({ checkout: checkoutRoot, dataDir, logDir: join(dataDir, 'logs') });
    const stopping = new AbortController();
    const ready = planned.untilReady(stopping.signal);
    stopping.abort('Ctrl-C');
    await expect(ready).rejects.toBe('Ctrl-C');
  });

  it('goes down with a launcher that was killed', async () => {
    await (await startPostgres()).service.stop();
    const script = join(parent, 'launcher.mjs');
    const modules = (name: string): string => JSON.stringify(new URL(name, import.meta.url).href);
    writeFileSync(
      script,
      `import { planPostgres } from ${modules('postgres-service.mjs')};
       import { Service } from ${modules('service.mjs')};
       const plan = await planPostgres(${JSON.stringify({ checkout: checkoutRoot, dataDir, logDir: join(dataDir, 'logs') })});
       const nothing = () => undefined;
       await new Service(plan.plan, { onStarted: nothing, onRestart: nothing, onGivenUp: nothing }).start();
       await plan.untilReady(new AbortController().signal);
       console.log('ready');`,
    );
    const launcher = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(launcher);
    await new Promise((resolve) => launcher.stdout.once('data', resolve));
    const server = identify(readPidFile(clusterDir())?.pid ?? 0);
    if (server === undefined) throw new Error('The server does not run.');
    launcher.kill('SIGKILL');
    expect(await waitUntilGone(server, 15_000)).toBe(true);
  });

  it('removes the pid file of a server that is gone, though its number lives on in another program', async () => {
    await (await startPostgres()).service.stop();
    writeFileSync(join(clusterDir(), 'postmaster.pid'), `${process.pid}\n${clusterDir()}\n1\n5432\n\n\n\nready\n`);
    expect(await clearLeftovers(clusterDir())).toBe('removed a pid file');
    const { url } = await startPostgres();
    expect(await query(url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });

  it('makes a cluster again that was left half made, and never one that has run', async () => {
    mkdirSync(clusterDir(), { recursive: true });
    writeFileSync(join(clusterDir(), 'PG_VERSION'), '18\n');
    const { url, service } = await startPostgres();
    await query(url, 'CREATE TABLE t (n int)');
    await service.stop();
    rmSync(join(clusterDir(), 'weir-cluster'));
    const again = await startPostgres();
    expect(await query(again.url, 'SELECT * FROM t')).toEqual([]);
  });
});

describe.runIf(isRoot)('the place of the cluster when root starts it', () => {
  it('is the data folder when the other user can enter it', () => {
    const home = preparePostgresHome({ checkout: checkoutRoot, dataDir, shelf: join(parent, 'shelf') });
    expect(home.clusterDir).toBe(clusterDir());
    expect(statSync(clusterDir()).uid).toBe(home.account?.uid);
    expect(home.account?.uid).not.toBe(0);
  });

  it('is the shelf when a folder above is closed, as /root is, and the data folder says so', () => {
    const closed = join(parent, 'closed');
    mkdirSync(join(closed, 'data'), { recursive: true });
    chmodSync(closed, 0o700);
    const home = preparePostgresHome({
      checkout: checkoutRoot,
      dataDir: join(closed, 'data'),
      shelf: join(parent, 'shelf'),
    });
    expect(home.clusterDir.startsWith(join(parent, 'shelf'))).toBe(true);
    expect(readFileSync(join(closed, 'data/postgres.location'), 'utf8').trim()).toBe(home.clusterDir);
    expect(existsSync(join(home.binDir, 'postgres'))).toBe(true);
  });
});
