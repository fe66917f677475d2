import { spawn } from 'node:child_process';

/** Runs a command and resolves to the JSON of its last line that is an object. Rejects with what it wrote when it fails. */
export function runForJson(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let out = '';
    let errors = '';
    child.stdout.on('data', (chunk) => (out += chunk));
    child.stderr.on('data', (chunk) => (errors += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      const line = out.split('\n').findLast((text) => text.startsWith('{'));
      if (code !== 0 || line === undefined) {
        reject(
          new Error(`${command} ${args.join(' ')} ended with ${code}.\n${out.slice(-2000)}${errors.slice(-4000)}`),
        );
      } else resolve(JSON.parse(line));
    });
  });
}
