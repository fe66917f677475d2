import { jobExamples, operatorTypes } from '@weir/job-spec';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openChromium } from '../../../tools/browser/open-chromium.ts';
import { startTestPostgres, type TestPostgres } from '../../../tools/test-support/postgres.ts';
import { startTestApi, type TestApi } from '../../../tools/test-support/start-api.ts';

describe('Swagger UI', () => {
  let server: TestPostgres;
  let api: TestApi;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    server = await startTestPostgres();
    api = await startTestApi(await server.createDatabase());
    browser = await openChromium();
    page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('response', (response) => {
      if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
    });
    await page.goto(`${api.url}/api/docs`);
  });

  afterAll(async () => {
    await browser?.close();
    await api?.stop();
    await server?.stop();
  });

  it('shows what a job spec is made of, beside an example that runs', async () => {
    const operation = page.locator('#operations-Jobs-createJob');
    await operation.locator('.opblock-summary').click();
    const body = operation.locator('.opblock-section-request-body');
    const example = body.locator('.highlight-code');
    await example.waitFor();
    expect(JSON.parse(await example.innerText())).toEqual(jobExamples[0]?.spec);

    await body.getByRole('tab', { name: 'Schema' }).click();
    const open = (name: string): Promise<void> =>
      body.locator('.json-schema-2020-12-accordion').filter({ hasText: name }).first().click();
    for (const name of ['operators', 'Items', 'One of']) await open(name);
    for (const type of operatorTypes) await body.getByText(new RegExp(`^#\\d+ ${type}$`, 'i')).waitFor();
    await open('aggregate');
    await body.getByText('Running aggregates by key').waitFor();
    expect(complaints).toEqual([]);
  });
});
