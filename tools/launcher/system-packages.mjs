// @ts-check
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/**
 * What the tests need from the system beside Node: Redis for the queue's second driver, and two libraries of Chromium.
 * What is missing is fetched as Debian packages and unpacked below `.cache/system`: nothing is installed, no service starts,
 * and no rights are needed.
 */
const needs = [
  { packageName: 'redis-server', isThere: () => findProgram(['redis-server', 'valkey-server']) !== undefined },
  { packageName: 'libnss3', isThere: () => hasLibrary('libnss3.so') },
  { packageName: 'libnspr4', isThere: () => hasLibrary('libnspr4.so') },
];

/**
 * @param {string} checkout
 * @returns {{ environment: Record<string, string>, missing: string[] }} variables under which the tests find everything, and
 *   the packages that could be had in no way
 */
export function provideSystemPackages(checkout) {
  const unpacked = join(checkout, '.cache/system');
  const absent = needs.filter(({ packageName, isThere }) => !isThere() && !isUnpacked(unpacked, packageName));
  if (absent.length > 0)
    fetchPackages(
      absent.map(({ packageName }) => packageName),
      unpacked,
    );
  const missing = needs.filter(({ packageName, isThere }) => !isThere() && !isUnpacked(unpacked, packageName));
  return { environment: environmentFor(unpacked), missing: missing.map(({ packageName }) => packageName) };
}

/** @param {string} unpacked */
function environmentFor(unpacked) {
  /** @type {Record<string, string>} */
  const environment = {};
  const redis = process.env['WEIR_REDIS_SERVER'] ?? findProgram(['redis-server', 'valkey-server']);
  const unpackedRedis = join(unpacked, 'usr/bin/redis-server');
  if (redis !== undefined) environment['WEIR_REDIS_SERVER'] = redis;
  else if (existsSync(unpackedRedis)) environment['WEIR_REDIS_SERVER'] = unpackedRedis;
  const folders = libraryFolders(unpacked);
  if (folders.length > 0) {
    const before = process.env['LD_LIBRARY_PATH'];
    environment['LD_LIBRARY_PATH'] = [...folders, ...(before === undefined ? [] : [before])].join(delimiter);
  }
  return environment;
}

/** @param {string} unpacked */
function libraryFolders(unpacked) {
  return ['usr/lib', 'lib'].flatMap((folder) => {
    const parent = join(unpacked, folder);
    if (!existsSync(parent)) return [];
    return readdirSync(parent)
      .filter((name) => name.endsWith('-linux-gnu'))
      .map((name) => join(parent, name));
  });
}

/** @param {readonly string[]} names */
function findProgram(names) {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return candidates.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** @param {string} name */
function hasLibrary(name) {
  const known = ['ldconfig', '/sbin/ldconfig', '/usr/sbin/ldconfig']
    .map((program) => spawnSync(program, ['-p'], { encoding: 'utf8' }))
    .find(({ status }) => status === 0);
  return known?.stdout.includes(name) === true;
}

/** @param {string} unpacked @param {string} packageName */
function isUnpacked(unpacked, packageName) {
  return existsSync(join(unpacked, `usr/share/doc/${packageName}`));
}

/**
 * With an own list of packages, so that neither rights nor a recent `apt-get update` are needed. What fails here shows as
 * missing afterwards.
 *
 * @param {readonly string[]} names
 * @param {string} unpacked
 */
function fetchPackages(names, unpacked) {
  const folder = mkdtempSync(join(tmpdir(), 'weir-packages-'));
  for (const name of ['lists/partial', 'cache/archives/partial']) mkdirSync(join(folder, name), { recursive: true });
  const options = [
    `Dir::State::lists=${folder}/lists`,
    `Dir::Cache=${folder}/cache`,
    'Debug::NoLocking=1',
    'APT::Sandbox::User=root',
  ];
  const apt = (/** @type {string[]} */ ...args) =>
    spawnSync('apt-get', [...options.flatMap((option) => ['-o', option]), ...args], { cwd: folder, encoding: 'utf8' });
  try {
    if (apt('update', '-qq').status !== 0) return;
    const plan = apt('install', '--print-uris', '-qq', '--no-install-recommends', ...names);
    const files = [...(plan.stdout ?? '').matchAll(/^'[^']+' (\S+?)_/gm)].flatMap((match) => match[1] ?? []);
    // The plan leaves out what the system holds already.
    if (apt('download', '-qq', ...new Set([...names, ...files])).status !== 0) return;
    mkdirSync(unpacked, { recursive: true });
    for (const archive of readdirSync(folder).filter((name) => name.endsWith('.deb'))) {
      spawnSync('dpkg', ['-x', join(folder, archive), unpacked]);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
