// @ts-check
import { isCode, isGenerated, isSpec } from '../finding.mjs';

/**
 * A pattern that must not stand in a file, and what to do instead.
 *
 * @typedef {{ rule: string, pattern: RegExp, applies: (path: string) => boolean, message: string }} Ban
 */

// The words and folders are put together from parts so that this file does not hold what it forbids.
const unfinished = [
  ['TO', 'DO'],
  ['FIX', 'ME'],
  ['X', 'XX'],
  ['HA', 'CK'],
]
  .map((parts) => parts.join(''))
  .join('|');
const machineFolders = ['work', 'farm'].map((name) => `/${name}/`).join('|');

/** @param {string} prefix */
const below = (prefix) => (/** @type {string} */ path) => path.startsWith(prefix) && isCode(path);
/** @param {string} path */
const sourceOf = (path) => isCode(path) && !isSpec(path);
/** @param {string} path */
const isText = (path) => !isGenerated(path) && !/(?:package-lock\.json|\.(?:png|jpg|ico|woff2?|bin|gz))$/.test(path);

/** @type {readonly Ban[]} */
export const bans = [
  {
    rule: 'unfinished',
    pattern: new RegExp(`\\b(?:${unfinished})\\b`),
    applies: isText,
    message: 'Finish it, or describe what is missing in docs/ and say so in the issue.',
  },
  {
    rule: 'focused-test',
    pattern: /\b(?:it|test|describe)\b[^\n]*\.(?:only|skip|todo|fails)\b\s*[.(]|\b(?:fit|xit|fdescribe|xdescribe)\(/,
    applies: isSpec,
    message: 'Run every test. A test that cannot run here states its condition with skipIf and a reason.',
  },
  {
    rule: 'disabled-rule',
    pattern: /eslint-disable(?!.* -- \S)|@ts-ignore|@ts-nocheck|@ts-expect-error(?! -- \S)/,
    applies: isCode,
    message: 'Fix the cause, or give the reason on the same line after " -- ".',
  },
  {
    rule: 'machine-path',
    pattern: new RegExp(`(?<![\\w.@-])(?:${machineFolders})`),
    applies: isText,
    message: 'Use a path relative to the repository, or a temporary folder from node:os.',
  },
  {
    rule: 'banned-identifier',
    pattern: /\b(?:eval\s*\(|new Function\s*\()/,
    applies: sourceOf,
    message: 'Build a tree of closures: text from a job spec never becomes code.',
  },
  {
    rule: 'banned-identifier',
    pattern: /\b(?:ckpt|cfg|mgr|svc|chkpt)[A-Z_]|\b(?:ckpt|cfg|mgr|svc|chkpt)\b/,
    applies: sourceOf,
    message: 'Write the word out: checkpoint, config, manager, service.',
  },
  {
    rule: 'banned-identifier',
    pattern: /\bsynchronize:\s*true\b/,
    applies: isCode,
    message: 'Write a migration: the schema never follows the entities by itself.',
  },
  {
    rule: 'banned-identifier',
    pattern: /\bforwardRef\s*\(|\bclass Base[A-Z]\w*(?:Service|Controller|Repository)\b/,
    applies: isCode,
    message: 'Split the two classes by what they decide, so that one of them needs not know the other.',
  },
  {
    rule: 'banned-identifier',
    pattern: /\b(?:HttpException|NotFoundException|BadRequestException|ConflictException)\b/,
    applies: below('libs/'),
    message: 'Throw a PlatformError with a code; the API maps codes to problem documents.',
  },
  {
    rule: 'banned-identifier',
    pattern: /\bconsole\.(?:log|info|warn|error|debug)\b/,
    // A file that implements a port of Node may write to its terminal.
    applies: (path) => path.startsWith('libs/') && sourceOf(path) && !/\/node-[^/]*$/.test(path),
    message: 'Take a Logger (kernel) as a parameter.',
  },
  {
    rule: 'banned-identifier',
    pattern: /\bfrom 'node:events'|\bfrom 'rxjs'/,
    applies: below('libs/engine/'),
    message: 'Control flow in the engine is explicit: call, return, or step.',
  },
];

const bannedFileName = /(?:^|\/)(?:utils?|helpers?|types|common|misc|constants)(?:\.[a-z-]+)*\.(?:ts|tsx|mjs)$/;
const wellFormedName = /^[a-z0-9[\]().-]+$/;

/**
 * Files that this tool reads but does not judge: the rules themselves and their tests hold what they forbid.
 *
 * @param {string} path
 */
export function isExempt(path) {
  return path.startsWith('tools/tidy/') || path === 'eslint.config.mjs';
}

/** @type {import('../finding.mjs').Rule} */
export function textPatterns({ path, text }) {
  const active = isExempt(path) ? [] : bans.filter((ban) => ban.applies(path));
  if (active.length === 0) return [];
  /** @type {import('../finding.mjs').Finding[]} */
  const findings = [];
  text.split('\n').forEach((content, index) => {
    for (const ban of active) {
      const match = ban.pattern.exec(content);
      if (match === null) continue;
      const message = `"${match[0].trim()}". ${ban.message}`;
      findings.push({ rule: ban.rule, path, line: index + 1, measure: 1, message });
    }
  });
  return findings;
}

/** @type {import('../finding.mjs').Rule} */
export function fileName({ path }) {
  if (!isCode(path)) return [];
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (bannedFileName.test(path)) {
    return [{ rule: 'file-name', path, line: 1, measure: 1, message: 'Name the file after the one concept it holds.' }];
  }
  if (!wellFormedName.test(name)) {
    return [{ rule: 'file-name', path, line: 1, measure: 1, message: 'File names are kebab-case.' }];
  }
  return [];
}
