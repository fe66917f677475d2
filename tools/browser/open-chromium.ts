import chromiumPackage from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

/**
 * A real Chromium out of the package registry: nothing has to be installed on the machine beyond libnss3 and libnspr4.
 * `CHROMIUM_PATH` names another one.
 */
export async function openChromium(): Promise<Browser> {
  const installed = process.env['CHROMIUM_PATH'];
  if (installed !== undefined && installed !== '') return chromium.launch({ executablePath: installed, args });
  chromiumPackage.setGraphicsMode = false;
  return chromium.launch({ executablePath: await chromiumPackage.executablePath(), args });
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
