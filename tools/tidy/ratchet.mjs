// @ts-check

/**
 * An accepted exception: the breach may stay as large as `measure`, and not grow. `reason` says why it stands.
 *
 * @typedef {{ rule: string, path: string, measure: number, reason: string }} Exception
 */

/**
 * Compares findings with the accepted exceptions. An exception that is larger than what stands in the code now is itself an
 * error: the ratchet only turns one way.
 *
 * @param {readonly import('./finding.mjs').Finding[]} findings
 * @param {readonly Exception[]} exceptions
 * @returns {{ breaches: import('./finding.mjs').Finding[], slack: string[] }}
 */
export function applyRatchet(findings, exceptions) {
  const worst = worstByKey(findings);
  const accepted = new Map(exceptions.map((exception) => [keyOf(exception), exception]));
  const breaches = findings.filter((finding) => {
    const exception = accepted.get(keyOf(finding));
    return exception === undefined || (worst.get(keyOf(finding)) ?? 0) > exception.measure;
  });
  const slack = exceptions.flatMap((exception) => {
    const now = worst.get(keyOf(exception)) ?? 0;
    if (now >= exception.measure) return [];
    const where = `${exception.rule} of ${exception.path}`;
    return now === 0
      ? [`${where}: the exception is no longer needed. Remove it.`]
      : [`${where}: the exception allows ${exception.measure}, the code needs ${now}. Lower it.`];
  });
  return { breaches, slack };
}

/**
 * Length rules compare the longest, pattern rules the number of lines.
 *
 * @param {readonly import('./finding.mjs').Finding[]} findings
 */
function worstByKey(findings) {
  /** @type {Map<string, number>} */
  const worst = new Map();
  for (const finding of findings) {
    const key = keyOf(finding);
    const before = worst.get(key) ?? 0;
    worst.set(key, finding.rule.endsWith('-length') ? Math.max(before, finding.measure) : before + 1);
  }
  return worst;
}

/** @param {{ rule: string, path: string }} entry */
function keyOf({ rule, path }) {
  return `${rule} ${path}`;
}
