// @ts-check
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LaunchError } from './launch-error.mjs';
import { copyBinaries, installedBinaries } from './postgres-binaries.mjs';

/**
 * Where the cluster lies, which programs run it and as whom. Postgres refuses to run as root, so root lends it another user,
 * and that user must be able to enter both folders.
 *
 * @typedef {{ uid: number, gid: number }} Account
 * @typedef {{ clusterDir: string, binDir: string, account: Account | undefined }} PostgresHome
 */

/** For root, when the postgres user cannot enter the checkout or the data folder (below /root, say). */
export const sharedShelf = '/var/lib/weir';

/**
 * @param {{ checkout: string, dataDir: string, shelf?: string }} folders
 * @returns {PostgresHome}
 */
export function preparePostgresHome({ checkout, dataDir, shelf = sharedShelf }) {
  const installed = installedBinaries(checkout);
  const inPlace = join(dataDir, 'postgres');
  if (process.getuid?.() !== 0)
    return { clusterDir: inPlace, binDir: join(installed.folder, 'bin'), account: undefined };

  const account = ownerOfCluster(inPlace) ?? findAccount();
  const clusterDir = chooseClusterDir({ inPlace, dataDir, shelf, account });
  const canRunInPlace = canUse(account, join(installed.folder, 'bin/postgres'), '-x');
  const binDir = join(canRunInPlace ? installed.folder : copyBinaries(installed, shelf), 'bin');
  return { clusterDir, binDir, account };
}

/**
 * @param {{ inPlace: string, dataDir: string, shelf: string, account: Account }} choice
 */
function chooseClusterDir({ inPlace, dataDir, shelf, account }) {
  chmodSync(dataDir, statSync(dataDir).mode | 0o111);
  makeFolderFor(account, inPlace);
  if (canUse(account, inPlace, '-w')) return inPlace;
  const key = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 16);
  const clusterDir = join(shelf, key, 'postgres');
  mkdirSync(join(shelf, key), { recursive: true, mode: 0o755 });
  makeFolderFor(account, clusterDir);
  if (!canUse(account, clusterDir, '-w')) {
    throw new LaunchError(
      `Postgres runs as another user than root, and that user can enter neither ${dataDir} nor ${shelf}: set WEIR_DATA_DIR to a folder that all users can enter.`,
    );
  }
  writeFileSync(join(dataDir, 'postgres.location'), `${clusterDir}\n`);
  writeFileSync(join(shelf, key, 'belongs-to'), `${realpathSync(dataDir)}\n`);
  return clusterDir;
}

/** @param {Account} account @param {string} folder */
function makeFolderFor(account, folder) {
  // Postgres has never run on a folder of root's, so there is no data whose owner must not change.
  if (existsSync(join(folder, 'PG_VERSION')) && statSync(folder).uid !== 0) return;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chownSync(folder, account.uid, account.gid);
  chmodSync(folder, 0o700);
}

/**
 * A cluster that an ordinary user has made is run as that user.
 *
 * @param {string} clusterDir
 * @returns {Account | undefined}
 */
function ownerOfCluster(clusterDir) {
  if (!existsSync(join(clusterDir, 'PG_VERSION'))) return undefined;
  const { uid, gid } = statSync(clusterDir);
  return uid === 0 ? undefined : { uid, gid };
}

/** The user postgres, made if need be, or nobody. @returns {Account} */
function findAccount() {
  const existing = accountOf('postgres');
  if (existing !== undefined) return existing;
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres']);
  const account = accountOf('postgres') ?? accountOf('nobody');
  if (account === undefined) {
    throw new LaunchError(
      'Postgres does not run as root and no other user was found or could be made: create a user named postgres, or start as an ordinary user.',
    );
  }
  return account;
}

/** @param {string} name @returns {Account | undefined} */
function accountOf(name) {
  const [uid, gid] = ['-u', '-g'].map((option) => spawnSync('id', [option, name], { encoding: 'utf8' }));
  if (uid?.status !== 0 || gid?.status !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

/**
 * Asks the system itself, as that user: modes, lists and mounts all count.
 *
 * @param {Account} account
 * @param {string} path
 * @param {'-x' | '-w'} test
 */
function canUse({ uid, gid }, path, test) {
  return spawnSync('/bin/sh', ['-c', `test ${test} "$0"`, path], { uid, gid, cwd: '/' }).status === 0;
}
