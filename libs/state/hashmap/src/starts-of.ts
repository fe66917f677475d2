/** Where each group begins when they stand one behind the other and take up what `counts` says. */
export function startsOf(counts: Int32Array): Int32Array {
  const starts = new Int32Array(counts.length);
  for (let group = 1; group < counts.length; group += 1) {
    starts[group] = (starts[group - 1] as number) + (counts[group - 1] as number);
  }
  return starts;
}
