// @ts-check
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build, isBuilt, sourceDigest } from './build.mjs';
import { install, isInstalled } from './install.mjs';
import { LockFile } from './lock.mjs';
import { ensureCheckoutWritable, ensureSpace, installBytesNeeded } from './preflight.mjs';
import { step } from './progress.mjs';

/**
 * Installs the packages and builds what is stale. A second starter in the same checkout waits for the first.
 *
 * @param {string} checkout
 */
export async function prepareCheckout(checkout) {
  if (isInstalled(checkout) && isBuilt(checkout, sourceDigest(checkout))) return;
  ensureCheckoutWritable(checkout);
  mkdirSync(join(checkout, '.cache'), { recursive: true });
  const lock = await takeCheckout(join(checkout, '.cache/preparing.lock'));
  try {
    if (!isInstalled(checkout)) {
      ensureSpace(checkout, installBytesNeeded);
      await step('Installing packages', (note) => install(checkout, note));
    }
    const digest = sourceDigest(checkout);
    if (!isBuilt(checkout, digest)) await step('Building', (note) => build(checkout, digest, note));
  } finally {
    lock.release();
  }
}

/** @param {string} path */
async function takeCheckout(path) {
  const first = LockFile.acquire(path);
  if (first.kind === 'taken') return first.lock;
  return step('Waiting for another build', async (note) => {
    for (;;) {
      const next = LockFile.acquire(path);
      if (next.kind === 'taken') return next.lock;
      note(`process ${next.by.owner.pid} prepares this checkout`);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  });
}
