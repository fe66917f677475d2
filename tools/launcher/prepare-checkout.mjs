// @ts-check
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build, staleParts } from './build.mjs';
import { install, isInstalled } from './install.mjs';
import { LockFile } from './lock.mjs';
import { ensureCheckoutWritable, ensureSpace, installBytesNeeded } from './preflight.mjs';
import { step } from './progress.mjs';

/**
 * Installs the packages and builds what is stale. A second starter in the same checkout waits for the first.
 *
 * @param {string} checkout
 * @param {AbortSignal} signal ends a running installation or build, and rejects
 */
export async function prepareCheckout(checkout, signal) {
  if (isInstalled(checkout) && staleParts(checkout).length === 0) return;
  ensureCheckoutWritable(checkout);
  mkdirSync(join(checkout, '.cache'), { recursive: true });
  const lock = await takeCheckout(join(checkout, '.cache/preparing.lock'), signal);
  try {
    if (!isInstalled(checkout)) {
      ensureSpace(checkout, installBytesNeeded);
      await step('Installing packages', (note) => install(checkout, { note, signal }));
    }
    if (staleParts(checkout).length > 0) await step('Building', (note) => build(checkout, { note, signal }));
  } finally {
    lock.release();
  }
}

/** @param {string} path @param {AbortSignal} signal */
async function takeCheckout(path, signal) {
  const first = LockFile.acquire(path);
  if (first.kind === 'taken') return first.lock;
  return step('Waiting for another build', async (note) => {
    for (;;) {
      const next = LockFile.acquire(path);
      if (next.kind === 'taken') return next.lock;
      note(`process ${next.by.owner.pid} prepares this checkout`);
      await new Promise((resolve) => setTimeout(resolve, 500));
      signal.throwIfAborted();
    }
  });
}
