import { parseArgs } from 'node:util';

export const usage = `npm run bench -- [options]

  --only NAMES      workloads, by name or name/keys: keyed-sum,keyed-sum-str/1000,word-count,passthrough
  --parallelism P   1,2 (both by default)
  --interval MS     0,1000: checkpoints off, and one each second (both by default)
  --rows N          rows of every run (by default those of the Flink baseline)
  --quick           fewer rows, one run: tells whether the results are right, not how fast it is
  --runs N          runs of each, of which the median counts (3 by default)
  --unpruned        carry every column, also those that nobody reads
  --no-limit        leave out the hand-written program
  --flink DIR       also run Flink through the harness in that folder (its run.sh; needs Java 17 and Maven)
  --no-build        measure what is built already
  --json FILE       write all figures
  --help`;

/** Parses the command line; null when help was asked for. Throws with one sentence. */
export function parseOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string' },
      parallelism: { type: 'string', default: '1,2' },
      interval: { type: 'string', default: '0,1000' },
      rows: { type: 'string' },
      quick: { type: 'boolean', default: false },
      runs: { type: 'string' },
      unpruned: { type: 'boolean', default: false },
      'no-limit': { type: 'boolean', default: false },
      'no-build': { type: 'boolean', default: false },
      flink: { type: 'string' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  return {
    only: values.only?.split(',') ?? null,
    parallelisms: numbersOf('parallelism', values.parallelism, 1),
    intervals: numbersOf('interval', values.interval, 0),
    rows: values.rows === undefined ? null : numbersOf('rows', values.rows, 1)[0],
    isQuick: values.quick,
    runs: values.runs === undefined ? (values.quick ? 1 : 3) : numbersOf('runs', values.runs, 1)[0],
    isPruning: !values.unpruned,
    hasLimit: !values['no-limit'],
    isBuilding: !values['no-build'],
    flink: values.flink ?? null,
    json: values.json ?? null,
  };
}

function numbersOf(name, text, least) {
  return text.split(',').map((part) => {
    const number = Number(part);
    if (!Number.isInteger(number) || number < least)
      throw new Error(`--${name} takes whole numbers from ${least} on, not "${part}".`);
    return number;
  });
}
