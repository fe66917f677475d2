// @ts-check
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Modules of this folder as one file each, in a temporary folder. A thread that begins with one file starts in a third of the time, and what is
 * built meanwhile changes nothing in a run under way. They are made by a process of its own, so that what that takes is not counted here.
 */
export class BundledModules {
  #folder = mkdtempSync(join(tmpdir(), 'weir-bundle-'));

  /** @param {readonly string[]} names of the modules, without extensions */
  constructor(names) {
    const program = fileURLToPath(new URL('bundle.mjs', import.meta.url));
    execFileSync(process.execPath, [program, this.#folder, ...names], { stdio: 'inherit' });
  }

  /** @param {string} name */
  url(name) {
    return pathToFileURL(join(this.#folder, `${name}.mjs`));
  }

  remove() {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
