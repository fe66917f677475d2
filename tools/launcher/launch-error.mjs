// @ts-check
/** Something outside is missing, taken or broken. The message is one sentence that says what to do; it is shown without a stack. */
export class LaunchError extends Error {
  /** @param {string} sentence @param {{ details?: string }} [options] `details`: lines to show below the sentence */
  constructor(sentence, { details } = {}) {
    super(sentence);
    this.name = 'LaunchError';
    this.details = details;
  }
}
