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

  it('says what is wrong with a spec, and marks it at its place', async () => {
    const { page } = driver;
    await driver.pasteSpec(sampleText().replace('"flat-map"', '"flatmap"'));
    await page.getByText(/Not ready: \d+ error/).waitFor();
    const remark = page.getByRole('list', { name: 'Remarks on the spec' }).getByRole('button').first();
    expect(await remark.innerText()).toContain('/operators/1');
    await page.locator('.cm-lintRange-error').first().waitFor();
    expect(await page.getByRole('button', { name: /Create and start/ }).isDisabled()).toBe(true);
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

  it.each(['light', 'dark'] as const)('has pages without serious barriers or errors in %s', async (colorScheme) => {
    const pages = pagesOf(jobId, checkpointId);
    expect(await inspectPages(browser, { origin: installation.url, pages, colorScheme })).toEqual([]);
  });
});

/** The first sample, with checkpoints often enough for a test. */
function sampleText(): string {
  const [sample] = jobExamples;
  if (sample === undefined) throw new Error('There is no sample.');
  return JSON.stringify({ ...sample.spec, name: 'browser-word-count', checkpointing: { interval: '1s' } }, null, 2);
}
