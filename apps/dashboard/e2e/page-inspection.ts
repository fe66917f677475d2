import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
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
 * Opens each page in one colour scheme and width, photographs it and looks for barriers to people and for what lies outside
 * of the window. Returns what is wrong, a line each.
 * Pictures go to `WEIR_SCREENSHOTS_DIR`, or to a folder below the temporary one.
 */
export async function inspectPages(
  browser: Browser,
  options: {
    readonly origin: string;
    readonly pages: readonly InspectedPage[];
    readonly colorScheme: 'light' | 'dark';
    /** Of the window, in CSS pixels; 1440 is a desk, 390 a phone. */
    readonly width: 1440 | 390;
  },
): Promise<readonly string[]> {
  const { origin, pages, colorScheme, width } = options;
  const folder = process.env['WEIR_SCREENSHOTS_DIR'] ?? mkdtempSync(join(tmpdir(), 'weir-screenshots-'));
  mkdirSync(folder, { recursive: true });
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
  const page = await context.newPage();
  const findings: string[] = [];
  let current = '';
  page.on('pageerror', (error) => findings.push(`${current}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') findings.push(`${current}: ${message.text()}`);
  });
  const driver = new DashboardDriver(page, origin);
  for (const { name, path } of pages) {
    current = `${name} (${colorScheme}, ${width})`;
    await driver.open(path);
    await page.getByText('Live', { exact: true }).first().waitFor({ state: 'attached' });
    await page.locator('[role="status"][aria-label="Loading"]').first().waitFor({ state: 'hidden' });
    await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) });
    for (const finding of await misplaced(page)) findings.push(`${current}: ${finding}`);
    for (const violation of await seriousViolations(page)) findings.push(`${current}: ${violation}`);
  }
  await context.close();
  return findings;
}

/** Whether the page scrolls sideways, and what begins left of the window, where nobody can scroll. */
async function misplaced(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const root = document.documentElement;
    const findings = root.scrollWidth > root.clientWidth ? [`scrolls sideways to ${root.scrollWidth} px`] : [];
    const isScrolledAway = (element: Element): boolean =>
      element.scrollLeft > 0 || (element.parentElement !== null && isScrolledAway(element.parentElement));
    for (const element of document.querySelectorAll('main *')) {
      const { left, width } = element.getBoundingClientRect();
      if (width <= 1 || left >= -1 || isScrolledAway(element)) continue;
      findings.push(
        `${element.tagName.toLowerCase()} "${(element.textContent ?? '').slice(0, 30)}" begins at ${left} px`,
      );
    }
    return findings.slice(0, 5);
  });
}
