import type { Page } from 'playwright-core';

/** What a person does with the dashboard, by what a person sees: names of buttons, labels, words in tables. */
export class DashboardDriver {
  readonly page: Page;
  readonly #origin: string;

  constructor(page: Page, origin: string) {
    this.page = page;
    this.#origin = origin;
  }

  async open(path: string): Promise<void> {
    await this.page.goto(`${this.#origin}${path}`);
    await this.page.locator('main h1, main [role="alert"], main p').first().waitFor();
  }

  /** Pastes a text over what the editor of the new-job page holds. */
  async pasteSpec(specText: string): Promise<void> {
    await this.open('/jobs/new');
    const editor = this.page.locator('.cm-content');
    await editor.click();
    await this.page.keyboard.press('Control+A');
    await editor.evaluate((element, text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', text);
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, specText);
  }

  /** Pastes a spec, waits for the server's verdict, and submits by keyboard. Returns the job's id. */
  async createJob(specText: string): Promise<string> {
    await this.pasteSpec(specText);
    await this.page.getByText('Ready to run').waitFor();
    await this.page.locator('.cm-content').press('Control+Enter');
    await this.page.waitForURL(/\/jobs\/[0-9a-f-]{36}\/overview/);
    return new URL(this.page.url()).pathname.split('/')[2] ?? '';
  }

  async goToTab(name: string): Promise<void> {
    const tab = this.page.getByRole('navigation', { name: 'Sections of the job' }).getByRole('link', { name });
    await tab.click();
    await this.page.locator(`nav a[aria-current="page"]`, { hasText: name }).waitFor();
  }

  /** Waits until the header shows the state. */
  async untilState(label: string): Promise<void> {
    await this.page.locator('header').getByText(label, { exact: true }).waitFor({ timeout: 60_000 });
  }

  /** A figure of the checkpoint counts. */
  async count(field: 'total' | 'completed' | 'failed' | 'restored'): Promise<number> {
    return Number((await this.page.locator(`[data-count="${field}"]`).innerText()).replaceAll(',', ''));
  }

  async untilCount(field: 'completed' | 'restored', atLeast: number): Promise<void> {
    await this.page.waitForFunction(
      ([name, least]) =>
        Number(document.querySelector(`[data-count="${name}"]`)?.textContent?.replaceAll(',', '')) >= least,
      [field, atLeast] as const,
      { timeout: 60_000 },
    );
  }

  async takeSavepoint(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Take savepoint' }).click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByRole('button', { name: 'Take savepoint' }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  /** From the savepoints tab. Returns what the dialog said. */
  async restoreSavepoint(name: string): Promise<string> {
    await this.page.getByRole('button', { name: `Restore ${name}` }).click();
    const dialog = this.page.getByRole('dialog');
    const said = await dialog.innerText();
    await dialog.getByRole('button', { name: 'Restore', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    return said;
  }
}
