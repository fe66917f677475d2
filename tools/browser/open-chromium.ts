import chromiumPackage from '@sparticuz/chromium';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { checkoutRoot } from '../launcher/package-bin.mjs';

/**
 * A real Chromium out of the package registry: nothing has to be installed on the machine beyond libnss3 and libnspr4.
 * `CHROMIUM_PATH` names another one.
 */
export async function openChromium(): Promise<Browser> {
  const installed = process.env['CHROMIUM_PATH'];
  if (installed !== undefined && installed !== '') return chromium.launch({ executablePath: installed, args });
  chromiumPackage.setGraphicsMode = false;
  return chromium.launch({ executablePath: await unpacked(), args });
}

/** The package unpacks into the folder for temporary files, where another user's copy may stand in its way: it is shown one of the checkout's own. */
async function unpacked(): Promise<string> {
  const folder = join(checkoutRoot, '.cache/browser');
  mkdirSync(folder, { recursive: true });
  const { TMPDIR: shared } = process.env;
  process.env['TMPDIR'] = folder;
  try {
    return await chromiumPackage.executablePath();
  } finally {
    if (shared === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = shared;
  }
}

// The package's own arguments put everything into one process, which ends with the first context that is closed.
const args = [
  '--no-sandbox',
  '--no-zygote',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-sync',
  '--font-render-hinting=none',
];
