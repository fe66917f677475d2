// @ts-check
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { identify, isAlive } from './process-identity.mjs';

/**
 * What stands in a lock file: its owner, the children the owner has started, and what the next reader should be told.
 *
 * @typedef {import('./process-identity.mjs').ProcessIdentity} ProcessIdentity
 * @typedef {ProcessIdentity & { name: string }} ChildEntry
 * @typedef {{ owner: ProcessIdentity, children: ChildEntry[], note: string }} LockContent
 */

/** A lock that survives neither its process nor a reuse of its process's number. */
export class LockFile {
  #path;
  /** @type {LockContent} */
  #content;

  /** @param {string} path @param {LockContent} content */
  constructor(path, content) {
    this.#path = path;
    this.#content = content;
  }

  /**
   * @param {string} path
   * @returns {{ kind: 'taken', lock: LockFile, leftBehind: ChildEntry[] } | { kind: 'held', by: LockContent }}
   */
  static acquire(path) {
    const self = identify(process.pid);
    if (self === undefined) throw new Error('This process cannot be identified.');
    /** @type {LockContent} */
    const content = { owner: self, children: [], note: '' };
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(content));
    try {
      /** @type {ChildEntry[]} */
      let leftBehind = [];
      for (;;) {
        try {
          // A link appears with its content or not at all, and fails when the name is taken.
          linkSync(draft, path);
          return { kind: 'taken', lock: new LockFile(path, content), leftBehind };
        } catch (thrown) {
          if (/** @type {NodeJS.ErrnoException} */ (thrown).code !== 'EEXIST') throw thrown;
        }
        const before = readLock(path);
        if (before !== undefined && isAlive(before.owner)) return { kind: 'held', by: before };
        leftBehind = [...leftBehind, ...(before?.children ?? [])];
        removeStale(path, before);
      }
    } finally {
      rmSync(draft, { force: true });
    }
  }

  /** @param {ChildEntry} child */
  addChild(child) {
    const others = this.#content.children.filter(({ name }) => name !== child.name);
    this.#write({ ...this.#content, children: [...others, child] });
  }

  /** @param {string} note */
  setNote(note) {
    this.#write({ ...this.#content, note });
  }

  release() {
    rmSync(this.#path, { force: true });
  }

  /** @param {LockContent} content */
  #write(content) {
    this.#content = content;
    const draft = `${this.#path}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(content, undefined, 2));
    renameSync(draft, this.#path);
  }
}

/** @param {string} path @returns {LockContent | undefined} */
function readLock(path) {
  try {
    return /** @type {LockContent} */ (JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}

/**
 * Moves the stale file aside before it is deleted, and puts it back when another starter has replaced it meanwhile.
 *
 * @param {string} path
 * @param {LockContent | undefined} expected
 */
function removeStale(path, expected) {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const moved = readLock(aside);
  const isSame = moved?.owner.pid === expected?.owner.pid && moved?.owner.startTime === expected?.owner.startTime;
  if (!isSame) renameSync(aside, path);
  else rmSync(aside, { force: true });
}
