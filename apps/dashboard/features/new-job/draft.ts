import { firstSampleText } from '#data/samples.ts';

const storageKey = 'weir.job-draft';

/** What was being written when the page was left; the first sample otherwise. */
export function readDraft(): string {
  return window.localStorage.getItem(storageKey) ?? firstSampleText();
}

export function saveDraft(text: string): void {
  window.localStorage.setItem(storageKey, text);
}

export function clearDraft(): void {
  window.localStorage.removeItem(storageKey);
}
