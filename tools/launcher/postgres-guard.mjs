// @ts-check
// Runs the embedded Postgres and stays beside it. When the launcher ends, however it ends, this process lets the clients
// finish (a suspending API still records its last checkpoints), shuts the server down and ends with it.
import { spawn } from 'node:child_process';
import { isAlive } from './process-identity.mjs';

/**
 * @typedef {import('./process-identity.mjs').ProcessIdentity} ProcessIdentity
 * @typedef {{ program: string, args: string[], account?: { uid: number, gid: number } }} ServerPlan
 * @typedef {{ kind: 'clients', identities: ProcessIdentity[] } | { kind: 'stop' }} GuardMessage
 */

const clientGraceMs = 45_000;
const shutdownGraceMs = 30_000;

/** @type {ServerPlan} */
const plan = JSON.parse(process.argv[2] ?? '{}');
/** @type {ProcessIdentity[]} */
let clients = [];
let isStopping = false;

const server = spawn(plan.program, plan.args, {
  ...plan.account,
  cwd: '/',
  stdio: ['ignore', 'inherit', 'inherit'],
  env: { ...process.env, LC_ALL: 'C' },
});
server.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
server.on('exit', (code, signal) => process.exit(isStopping && signal === null ? 0 : (code ?? 1)));

process.on('message', (/** @type {GuardMessage} */ message) => {
  if (message.kind === 'clients') clients = message.identities;
  else stop();
});
process.on('disconnect', () => void stopAfterClients());
process.on('SIGTERM', stop);
process.on('SIGINT', stop);

async function stopAfterClients() {
  const deadline = performance.now() + clientGraceMs;
  while (clients.some(isAlive) && performance.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 100));
  stop();
}

function stop() {
  if (isStopping) return;
  isStopping = true;
  server.kill('SIGINT');
  // SIGQUIT ends the server at once; its next start recovers from the write-ahead log.
  setTimeout(() => server.kill('SIGQUIT'), shutdownGraceMs).unref();
}
