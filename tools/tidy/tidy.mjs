// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { applyRatchet } from './ratchet.mjs';
import { fileLength } from './rules/file-length.mjs';
import { functionLength } from './rules/function-length.mjs';
import { fileName, textPatterns } from './rules/text-patterns.mjs';
import { listRepositoryFiles } from './repository-files.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const rules = [fileLength, functionLength, fileName, textPatterns];

const paths = listRepositoryFiles(root);
const findings = paths.flatMap((path) => {
  const text = readFileSync(join(root, path), 'utf8');
  return rules.flatMap((rule) => rule({ path, text }));
});
/** @type {import('./ratchet.mjs').Exception[]} */
const exceptions = JSON.parse(readFileSync(join(root, 'tools/tidy/ratchet.json'), 'utf8'));
const { breaches, slack } = applyRatchet(findings, exceptions);

for (const { path, line, rule, message } of breaches) console.log(`${path}:${line}  ${rule}  ${message}`);
for (const sentence of slack) console.log(`tools/tidy/ratchet.json  ${sentence}`);
const total = breaches.length + slack.length;
console.log(`tidy: ${paths.length} files, ${total === 0 ? 'clean' : `${total} findings`}`);
process.exitCode = total === 0 ? 0 : 1;
