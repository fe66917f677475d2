import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { seriousViolations } from '../../../tools/browser/accessibility.ts';
import { DashboardDriver } from './dashboard-driver.ts';

export interface InspectedPage {
  readonly name: string;
  readonly path: string;
}

/** Every page of the dashboard, for a job with a checkpoint. */
export function pagesOf(jobId: string, checkpointId: number): readonly InspectedPage[] {
  const job = `/jobs/${jobId}`;
  return [
    { name: 'jobs', path: '/jobs' },
    { name: 'new-job', path: '/jobs/new' },
    { name: 'overview', path: `${job}/overview` },
    { name: 'overview-list', path: `${job}/overview?view=list` },
    { name: 'checkpoints', path: `${job}/checkpoints` },
    { name: 'checkpoint', path: `${job}/checkpoints/${checkpointId}` },
    { name: 'savepoints', path: `${job}/savepoints` },
    { name: 'output', path: `${job}/output` },
    { name: 'exceptions', path: `${job}/exceptions` },
    { name: 'configuration', path: `${job}/configuration` },
    { name: 'all-savepoints', path: '/savepoints' },
  ];
}

/**
 * Opens each page in one colour scheme, photographs it and looks for barriers to people. Returns what is wrong, a line each.
 * Pictures go to `WEIR_SCREENSHOTS_DIR`, or to a folder below the temporary one.
 */
export async function inspectPages(
  browser: Browser,
  options: {
    readonly origin: string;
    readonly pages: readonly InspectedPage[];
    readonly colorScheme: 'light' | 'dark';
  },
): Promise<readonly string[]> {
  const { origin, pages, colorScheme } = options;
  const folder = process.env['WEIR_SCREENSHOTS_DIR'] ?? mkdtempSync(join(tmpdir(), 'weir-screenshots-'));
  mkdirSync(folder, { recursive: true });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme });
  const page = await context.newPage();
  const findings: string[] = [];
  let current = '';
  page.on('pageerror', (error) => findings.push(`${current}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') findings.push(`${current}: ${message.text()}`);
  });
  const driver = new DashboardDriver(page, origin);
  for (const { name, path } of pages) {
    current = `${name} (${colorScheme})`;
    await driver.open(path);
    await page.getByText('Live', { exact: true }).waitFor();
    await page.locator('[role="status"][aria-label="Loading"]').first().waitFor({ state: 'hidden' });
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) });
    for (const violation of await seriousViolations(page)) findings.push(`${current}: ${violation}`);
  }
  await context.close();
  return findings;
}
