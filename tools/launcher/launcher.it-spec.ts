import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPidFile } from './postgres-cluster.mjs';
import { identify, isAlive } from './process-identity.mjs';
import { TestCheckout } from './test-checkout.ts';

let checkout: TestCheckout;
beforeEach(async () => {
  checkout = await TestCheckout.create();
});
afterEach(() => checkout.remove());

const within = { timeout: 60_000, interval: 50 };
const launcherEntry = (): { children: { name: string; pid: number; startTime: string }[] } =>
  JSON.parse(readFileSync(join(checkout.dataDir, 'launcher.lock'), 'utf8')) as ReturnType<typeof launcherEntry>;
const pidOf = (name: string): number => launcherEntry().children.find((child) => child.name === name)?.pid ?? 0;
const postgresPid = (): number => readPidFile(join(checkout.dataDir, 'postgres'))?.pid ?? 0;
const answer = (url: string): Promise<string | undefined> =>
  fetch(url).then(
    (response) => response.text(),
    () => undefined,
  );

async function startAndWait(environment: NodeJS.ProcessEnv = {}): Promise<ReturnType<TestCheckout['start']>> {
  const launcher = checkout.start(environment);
  await expect
    .poll(
      () => (/Ready after/.test(launcher.output()) || launcher.process.exitCode !== null ? launcher.output() : ''),
      within,
    )
    .toMatch(/Ready after/);
  return launcher;
}

describe('npm start', () => {
  it('prints both addresses when everything answers, and stops everything in order on Ctrl-C', async () => {
    const launcher = await startAndWait();
    expect(launcher.output()).toContain(`Dashboard  ${checkout.dashboardUrl}`);
    expect(launcher.output()).toContain(`API        ${checkout.apiUrl}/api/v1`);
    expect(await answer(`${checkout.apiUrl}/readyz`)).toBeDefined();
    const children = launcherEntry().children.map(({ name, ...identity }) => identity);
    const server = identify(postgresPid());
    launcher.process.kill('SIGINT');
    expect(await launcher.ended).toBe(0);
    expect([...children, ...(server === undefined ? [] : [server])].filter(isAlive)).toEqual([]);
    expect(existsSync(join(checkout.dataDir, 'launcher.lock'))).toBe(false);
    expect(checkout.journal.filter((line) => line.startsWith('stopped')).sort()).toEqual([
      'stopped api',
      'stopped dashboard',
    ]);
  });

  it('is ready again within 20 s on the same data', async () => {
    const first = await startAndWait();
    first.process.kill('SIGTERM');
    await first.ended;
    const began = performance.now();
    const second = await startAndWait();
    expect(performance.now() - began).toBeLessThan(20_000);
    expect(second.output()).not.toContain('Building');
  });

  it('refuses a second start on the same data folder, and says where the first one is', async () => {
    await startAndWait();
    const second = checkout.start({ WEIR_API_PORT: '1', WEIR_DASHBOARD_PORT: '2' });
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain('Weir already runs on');
    expect(second.output()).toContain(checkout.dashboardUrl);
  });

  it('takes its children along when it is killed, and the next start clears up and goes on', async () => {
    const launcher = await startAndWait();
    const server = identify(postgresPid());
    const children = launcherEntry().children.map(({ name, ...identity }) => identity);
    launcher.process.kill('SIGKILL');
    await launcher.ended;
    await expect
      .poll(() => [...children, ...(server === undefined ? [] : [server])].filter(isAlive), within)
      .toEqual([]);
    await startAndWait();
    expect(checkout.journal.filter((line) => line === 'up api')).toHaveLength(2);
  });

  it('ends what is left when everything but the servers was killed at once', async () => {
    const launcher = await startAndWait();
    const server = identify(postgresPid());
    process.kill(pidOf('Postgres'), 'SIGKILL');
    launcher.process.kill('SIGKILL');
    await launcher.ended;
    expect(server !== undefined && isAlive(server)).toBe(true);
    await startAndWait();
    expect(server !== undefined && isAlive(server)).toBe(false);
    expect(identify(postgresPid())).toBeDefined();
  });

  it('starts the API again when it dies, and Postgres too', async () => {
    const launcher = await startAndWait();
    const before = await answer(checkout.apiUrl);
    process.kill(pidOf('API'), 'SIGKILL');
    await expect.poll(() => answer(checkout.apiUrl), within).not.toBe(before);
    await expect.poll(() => answer(checkout.apiUrl), within).toBeDefined();
    const server = postgresPid();
    process.kill(server, 'SIGKILL');
    await expect.poll(() => [0, server].includes(postgresPid()), within).toBe(false);
    expect(launcher.output()).toMatch(/The API ended \(SIGKILL\)/);
    expect(launcher.output()).toMatch(/The Postgres ended/);
  });

  it('gives up with a sentence when the API dies again and again, and leaves nothing behind', async () => {
    checkout.write('apps/api/dist/main.bundle.js', "console.error('the API is broken'); process.exit(3);");
    const launcher = checkout.start();
    expect(await launcher.ended).toBe(1);
    expect(launcher.output()).toMatch(/The API ended 5 times in a row \(exit code 3\)/);
    expect(launcher.output()).toContain('the API is broken');
    expect(existsSync(join(checkout.dataDir, 'postgres/postmaster.pid'))).toBe(false);
  });

  it('leaves the database alone that DATABASE_URL names, and brings none', async () => {
    await startAndWait({ DATABASE_URL: 'postgres://somebody@127.0.0.1:1/weir' });
    expect(existsSync(join(checkout.dataDir, 'postgres'))).toBe(false);
    expect(launcherEntry().children.map(({ name }) => name)).toEqual(['API', 'dashboard']);
  });

  it('stops in order when it is told to while it starts', async () => {
    const launcher = checkout.start();
    await expect.poll(() => launcher.output(), within).toContain('Starting Postgres');
    launcher.process.kill('SIGINT');
    await launcher.ended;
    expect(existsSync(join(checkout.dataDir, 'postgres/postmaster.pid'))).toBe(false);
    expect(existsSync(join(checkout.dataDir, 'launcher.lock'))).toBe(false);
  });
});

describe('npm start says in one sentence what is wrong when', () => {
  it('Node is too old', () => {
    const older = "data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.18.3'})";
    const { status, stderr } = spawnSync(process.execPath, ['--import', older, 'tools/launcher/start.mjs'], {
      cwd: checkout.folder,
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Weir needs Node 20\.19 or newer, and this is Node 20\.18\.3/);
  });

  it('a port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(checkout.apiPort, '127.0.0.1', resolve));
    const launcher = checkout.start();
    expect(await launcher.ended).toBe(1);
    expect(launcher.output()).toMatch(/Port \d+, for the API, is taken by another program: .*WEIR_API_PORT/);
    expect(launcher.output()).not.toContain('    at ');
    await new Promise((resolve) => other.close(resolve));
  });

  it('the data folder cannot be made', async () => {
    const launcher = checkout.start({ WEIR_DATA_DIR: 'package.json/data' });
    expect(await launcher.ended).toBe(1);
    expect(launcher.output()).toMatch(/The folder .*package\.json\/data cannot be written \(ENOTDIR\)/);
  });

  it('the migration fails', async () => {
    checkout.write('apps/api/dist/migrate.js', "console.error('relation is gone'); process.exit(1);");
    const launcher = checkout.start();
    expect(await launcher.ended).toBe(1);
    expect(launcher.output()).toMatch(/The database could not be brought to the schema/);
    expect(launcher.output()).toContain('relation is gone');
  });

  it('the address would be open to others', async () => {
    const launcher = checkout.start({ WEIR_HOST: '0.0.0.0' });
    expect(await launcher.ended).toBe(1);
    expect(launcher.output()).toContain('no authentication');
  });
});
