import { jobExamples } from '@weir/job-spec';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openChromium } from '../../../tools/browser/open-chromium.ts';
import { seriousViolations } from '../../../tools/browser/accessibility.ts';
import { DashboardDriver } from './dashboard-driver.ts';
import { startInstallation, type Installation } from './installation.ts';

/** Three seconds to the next look, four to its answer, and a busy machine. */
const noticedWithinMs = 20_000;

describe('a page whose figures cannot be renewed', () => {
  let installation: Installation;
  let browser: Browser;
  let context: BrowserContext;
  let driver: DashboardDriver;
  let jobId = '';

  beforeAll(async () => {
    installation = await startInstallation();
    browser = await openChromium();
    context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    driver = new DashboardDriver(await context.newPage(), installation.url);
    jobId = await driver.createJob(JSON.stringify({ ...jobExamples[0]?.spec, name: 'stale' }));
    await driver.untilState('Running');
  });
  afterEach(() => context.setOffline(false));
  afterAll(async () => {
    await browser?.close();
    await installation?.stop();
  });

  it('says of when its figures are while Postgres is frozen, shows no state as certain, and goes on by itself', async () => {
    const { page } = driver;
    await driver.open(`/jobs/${jobId}/overview`);
    await page.getByText('Live', { exact: true }).last().waitFor();
    const thaw = installation.freezePostgres();
    try {
      await page.getByText(/Not up to date: what is shown was read at/).waitFor({ timeout: noticedWithinMs });
      await driver.untilState('Running?');
      expect(await page.getByText('Live', { exact: true }).count()).toBe(0);
      expect(
        await page
          .getByRole('region', { name: 'Operators' })
          .getByText(/as of \d\d:/)
          .count(),
      ).toBe(1);
      const runTime = page.getByRole('region', { name: 'Runs' }).locator('tbody td').nth(2);
      const before = await runTime.innerText();
      await page.getByText(/\(1\d s ago\)/).waitFor();
      expect(await runTime.innerText()).toBe(before);
      expect(await seriousViolations(page)).toEqual([]);
    } finally {
      thaw();
    }
    await page.getByText('Not up to date').last().waitFor({ state: 'detached', timeout: noticedWithinMs });
    await driver.untilState('Running');
  });

  it('tells what became of a press without a network, instead of turning for ever', async () => {
    const { page } = driver;
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Take savepoint' }).click();
    const press = page.getByRole('dialog').getByRole('button', { name: 'Take savepoint' });
    await press.click();
    await page.getByText('Savepoint: stale: no answer').waitFor({ timeout: noticedWithinMs });
    expect(await press.getAttribute('data-loading')).toBeNull();
  });
});
