import { request } from 'node:http';
import { jobExamples } from '@weir/job-spec';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openChromium } from '../../../tools/browser/open-chromium.ts';
import { DashboardDriver } from './dashboard-driver.ts';
import { startInstallation, type Installation } from './installation.ts';
import { inspectPages, pagesOf } from './page-inspection.ts';

const savepointName = 'before-the-change';

describe('the main job in a browser', () => {
  let installation: Installation;
  let browser: Browser;
  let driver: DashboardDriver;
  let jobId = '';
  let checkpointId = 0;

  beforeAll(async () => {
    installation = await startInstallation();
    browser = await openChromium();
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    driver = new DashboardDriver(await context.newPage(), installation.url);
  });

  afterAll(async () => {
    await browser?.close();
    await installation?.stop();
  });

  it.each([1440, 390] as const)('has its empty pages in order on %d pixels', async (width) => {
    const pages = [
      { name: 'no-jobs', path: '/jobs' },
      { name: 'no-savepoints', path: '/savepoints' },
    ];
    expect(await inspectPages(browser, { origin: installation.url, pages, colorScheme: 'dark', width })).toEqual([]);
  });

  it('answers to no name of another site that was made to point here', async () => {
    const statusOf = (path: string, host: string): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const outgoing = request(`${installation.url}${path}`, { headers: { host } }, (response) => {
          resolve(response.resume().statusCode);
        });
        outgoing.on('error', reject).end();
      });
    expect(await statusOf('/jobs', 'evil.example')).toBe(403);
    expect(await statusOf('/api/v1/jobs', 'evil.example')).toBe(403);
    expect(await statusOf('/api/v1/jobs', 'localhost')).toBe(200);
  });

  it('says under a heading that an address leads nowhere', async () => {
    await driver.open('/jobs/00000000-0000-4000-8000-000000000000/overview');
    await driver.page.getByRole('heading', { name: 'There is nothing here', level: 1 }).waitFor();
  });

  it('says what is wrong with a spec, and marks it at its place', async () => {
    const { page } = driver;
    await driver.pasteSpec(sampleText().replace('"flat-map"', '"flatmap"'));
    await page.getByText(/Not ready: \d+ error/).waitFor();
    const remark = page.getByRole('list', { name: 'Remarks on the spec' }).getByRole('button').first();
    expect(await remark.innerText()).toContain('/operators/1');
    await page.locator('.cm-lintRange-error').first().waitFor();
    const create = page.getByRole('button', { name: /Create and start/ });
    expect(await create.isDisabled()).toBe(true);
    await create.hover();
    await page.getByRole('tooltip', { name: /The spec is not ready: \d+ error/ }).waitFor();
    await remark.click();
    expect(await page.evaluate(() => document.getSelection()?.toString())).toContain('flatmap');
  });

  it('starts a pasted sample by keyboard', async () => {
    jobId = await driver.createJob(sampleText());
    await driver.untilState('Running');
  });

  it('shows three checkpoints as they complete, without a reload', async () => {
    await driver.goToTab('Checkpoints');
    await driver.page.evaluate(() => Object.assign(window, { isSameDocument: true }));
    await driver.untilCount('completed', 3);
    expect(await driver.page.evaluate(() => 'isSameDocument' in window)).toBe(true);
    expect(await driver.page.locator('tr[data-checkpoint][data-status="COMPLETED"]').count()).toBeGreaterThanOrEqual(3);
  });

  it('gives the focus back to what opened a dialog', async () => {
    const { page } = driver;
    for (const name of ['Take savepoint', 'Stop with savepoint']) {
      const opener = page.getByRole('button', { name, exact: true });
      await opener.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await page.waitForFunction((label) => document.activeElement?.textContent === label, name, { timeout: 5_000 });
    }
  });

  it('opens a checkpoint down to its subtasks and the barriers of their channels', async () => {
    const { page } = driver;
    const row = page.locator('tr[data-checkpoint][data-status="COMPLETED"]').first();
    checkpointId = Number(await row.getAttribute('data-checkpoint'));
    await page
      .getByRole('button', { name: `Operators and subtasks of checkpoint ${checkpointId}`, exact: true })
      .click();
    await page.locator('tbody[data-operator="counts"] tr[data-subtask="1"]').waitFor();
    await page.getByRole('link', { name: String(checkpointId), exact: true }).click();
    await page.getByRole('heading', { name: `Checkpoint ${checkpointId}` }).waitFor();
    const counts = page.locator('tbody[data-operator="counts"]');
    await counts
      .getByRole('button', { name: /channel/ })
      .first()
      .click();
    expect(await counts.getByRole('columnheader', { name: 'Barrier came after' }).isVisible()).toBe(true);
    expect(await counts.locator('table tbody tr').count()).toBeGreaterThanOrEqual(1);
  });

  it('takes a savepoint with a name and lists it', async () => {
    await driver.takeSavepoint(savepointName);
    await driver.goToTab('Savepoints');
    const row = driver.page.locator('tr[data-savepoint]', { hasText: savepointName });
    await row.getByText('Completed').waitFor({ timeout: 60_000 });
  });

  it('restores it, says before what that does, and runs again', async () => {
    const said = await driver.restoreSavepoint(savepointName);
    expect(said).toContain('The present run is cancelled');
    await driver.goToTab('Checkpoints');
    await driver.untilCount('restored', 1);
    await driver.untilState('Running');
    expect(await driver.count('restored')).toBe(1);
  });

  it('shows the tab of the page and draws the operators downwards on a phone', async () => {
    const { page } = driver;
    await page.setViewportSize({ width: 390, height: 844 });
    await driver.open(`/jobs/${jobId}/configuration`);
    const strip = page.getByRole('navigation', { name: 'Sections of the job' });
    await page.waitForFunction(
      () =>
        (document.querySelector('nav a[aria-current="page"][href$="/configuration"]')?.getBoundingClientRect().right ??
          999) <= 390,
    );
    await strip.getByRole('link', { name: 'Overview' }).click();
    const [source, sink] = [page.locator('[data-id="lines"]'), page.locator('[data-id="out"]')];
    await page.waitForFunction(() => document.querySelectorAll('.react-flow__handle-bottom').length > 0);
    const [above, below] = [await source.boundingBox(), await sink.boundingBox()];
    expect(below?.y).toBeGreaterThan((above?.y ?? Infinity) + (above?.height ?? 0));
    expect(above?.width).toBeGreaterThan(150);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it('shows the name of the job beside its actions in a narrow window', async () => {
    const context = await browser.newContext({ viewport: { width: 1100, height: 700 } });
    const page = await context.newPage();
    await page.goto(`${installation.url}/jobs/${jobId}/overview`);
    const name = page.getByRole('heading', { level: 1 });
    await name.waitFor();
    expect(await name.evaluate((heading) => heading.scrollWidth - heading.clientWidth)).toBe(0);
    await context.close();
  });

  it('leaves no gap below the trend', async () => {
    const { page } = driver;
    await driver.open(`/jobs/${jobId}/checkpoints`);
    const trend = await page.getByRole('region', { name: 'Trend' }).boundingBox();
    const cards = await page.getByRole('list', { name: 'Latest of each sort' }).boundingBox();
    expect((trend?.y ?? 0) + (trend?.height ?? 0)).toBeCloseTo((cards?.y ?? 0) + (cards?.height ?? 0), 0);
  });

  it.each([
    [1440, 'light'],
    [1440, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ] as const)('has pages without serious barriers or errors on %d pixels in %s', async (width, colorScheme) => {
    const pages = pagesOf(jobId, checkpointId);
    expect(await inspectPages(browser, { origin: installation.url, pages, colorScheme, width })).toEqual([]);
  });
});

/** The first sample, with checkpoints often enough for a test. */
function sampleText(): string {
  const [sample] = jobExamples;
  if (sample === undefined) throw new Error('There is no sample.');
  return JSON.stringify({ ...sample.spec, name: 'browser-word-count', checkpointing: { interval: '1s' } }, null, 2);
}
