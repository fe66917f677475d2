const columns = [
  ['workload', ({ workload, keys }) => (keys === null ? workload : `${workload} ${keys.toLocaleString('en')}`)],
  ['p', ({ parallelism }) => String(parallelism)],
  ['checkpoints', ({ intervalMs }) => (intervalMs > 0 ? `${intervalMs / 1000} s` : 'off')],
  ['M records/s', ({ recordsPerSecond }) => millions(recordsPerSecond)],
  ['M records/CPU s', ({ recordsPerCpuSecond }) => millions(recordsPerCpuSecond)],
  ['by hand', ({ limitPerCpuSecond }) => millions(limitPerCpuSecond)],
  ['ratio', ({ ratioToLimit }) => ratio(ratioToLimit)],
  [
    'Flink',
    ({ flinkPerCpuSecond, flinkPublished }) =>
      flinkPerCpuSecond === null ? published(flinkPublished) : millions(flinkPerCpuSecond),
  ],
  [
    'ratio',
    ({ ratioToFlink, recordsPerCpuSecond, flinkPublished }) =>
      ratio(ratioToFlink ?? (flinkPublished === null ? null : recordsPerCpuSecond / 1e6 / flinkPublished)),
  ],
  ['checkpoints done', ({ checkpoints }) => describeCheckpoints(checkpoints)],
  ['RSS MB', ({ rssMb }) => String(rssMb)],
  ['result', ({ isChecked }) => (isChecked ? 'right' : 'not checked')],
];

/** The head of the table, as Markdown. */
export function tableHead() {
  return `${line(columns.map(([title]) => title))}\n${line(columns.map(() => '---'))}`;
}

export function tableRow(result) {
  return line(columns.map(([, of]) => of(result)));
}

export const legend = [
  'records: rows, or words. M records/CPU s: for one second of CPU of the whole process, all threads, from the first row made to the last one',
  'processed. by hand: tools/bench/limit in the same minute, results checked alike. Flink: measured now, or in parentheses the published',
  'figure of the baseline. Ratios are medians of the ratios of each run.',
].join(' ');

function line(cells) {
  return `| ${cells.join(' | ')} |`;
}

function millions(rate) {
  return rate === null ? '-' : (rate / 1e6).toFixed(2);
}

function published(figure) {
  return figure === null ? '-' : `(${figure.toFixed(2)})`;
}

function ratio(value) {
  return value === null ? '-' : value.toFixed(2);
}

function describeCheckpoints(all) {
  const total = all.reduce((sum, { completed }) => sum + completed, 0);
  if (total === 0) return '-';
  const failed = all.reduce((sum, one) => sum + one.failed, 0);
  const medians = all.flatMap(({ endToEndMsMedian }) => endToEndMsMedian ?? []).sort((left, right) => left - right);
  const slowest = Math.max(...all.map(({ endToEndMsMax }) => endToEndMsMax ?? 0));
  const median = medians[medians.length >> 1] ?? 0;
  return `${total}${failed > 0 ? ` (${failed} failed)` : ''}, ${median.toFixed(0)} ms, max ${slowest.toFixed(0)}`;
}
