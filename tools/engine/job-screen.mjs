// @ts-check

/** Rows of print sinks shown each second; the rest is only counted. */
const rowsShownMax = 3;

/**
 * @typedef {import('@weir/run-contract').RunMetrics} RunMetrics
 * @typedef {import('@weir/run-contract').CheckpointRecord} CheckpointRecord
 * @typedef {{ formatByteSize: (bytes: number) => string, formatDuration: (ms: number) => string }} Formats
 */

/** What a run looks like on a terminal: one line a second, one a checkpoint; plain lines elsewhere. */
export class JobScreen {
  /** @type {Formats} */
  #formats;
  #isTerminal;
  #startedAt = performance.now();

  /**
   * @param {Formats} formats
   * @param {boolean} isTerminal
   */
  constructor(formats, isTerminal) {
    this.#formats = formats;
    this.#isTerminal = isTerminal;
  }

  /** @param {string} text */
  say(text) {
    process.stdout.write(`${this.#dim(this.#clock())}  ${text}\n`);
  }

  /** @param {RunMetrics} metrics */
  showRates(metrics) {
    const sources = metrics.operators.filter((operator) => operator.inputs.length === 0);
    const sinks = metrics.operators.filter(
      (operator) => !metrics.operators.some(({ inputs }) => inputs.includes(operator.uid)),
    );
    const rowsIn = sources.reduce((sum, operator) => sum + operator.recordsOutPerSecond, 0);
    const rowsOut = sinks.reduce((sum, operator) => sum + operator.recordsInPerSecond, 0);
    const slowest = metrics.operators.reduce(
      (most, operator) => (operator.backPressuredRatio > (most?.backPressuredRatio ?? 0.2) ? operator : most),
      /** @type {RunMetrics['operators'][number] | null} */ (null),
    );
    const pressure =
      slowest === null ? '' : `   back pressure at ${slowest.vertex} ${Math.round(slowest.backPressuredRatio * 100)} %`;
    this.say(
      `in ${rate(rowsIn)}  out ${rate(rowsOut)}   ${this.#dim(`total ${count(metrics.recordsIn)} in, ${count(metrics.recordsOut)} out`)}${pressure}`,
    );
  }

  /** @param {CheckpointRecord} record */
  showCheckpoint(record) {
    const { formatByteSize, formatDuration } = this.#formats;
    const kind = record.kind === 'SAVEPOINT' ? 'savepoint ' : 'checkpoint';
    const duration = formatDuration(record.endToEndDuration ?? 0);
    const acknowledged = `${record.numAcknowledgedSubtasks}/${record.numSubtasks} acknowledged`;
    if (record.status === 'FAILED') {
      this.say(
        `${this.#bold(`${kind} ${record.id}`)} failed after ${duration}, ${acknowledged}: ${record.failureReason}: ${record.failureMessage}`,
      );
      return;
    }
    const path = record.kind === 'SAVEPOINT' ? `  ${record.externalPath}` : '';
    this.say(
      `${this.#bold(`${kind} ${record.id}`)}  ${duration}  ${formatByteSize(record.checkpointedSize)}  ${acknowledged}${path}`,
    );
  }

  /** @param {readonly import('@weir/run-contract').OutputRow[]} rows */
  showRows(rows) {
    for (const { operator, subtask, row } of rows.slice(-rowsShownMax)) {
      process.stdout.write(`${' '.repeat(10)}${this.#dim(`${operator}#${subtask}`)} ${JSON.stringify(row)}\n`);
    }
  }

  #clock() {
    const seconds = (performance.now() - this.#startedAt) / 1000;
    return `${seconds.toFixed(1).padStart(6)} s`;
  }

  /** @param {string} text */
  #dim(text) {
    return this.#isTerminal ? `\u001b[2m${text}\u001b[22m` : text;
  }

  /** @param {string} text */
  #bold(text) {
    return this.#isTerminal ? `\u001b[1m${text}\u001b[22m` : text;
  }
}

/** @param {number} rowsPerSecond */
function rate(rowsPerSecond) {
  return `${count(Math.round(rowsPerSecond))} rows/s`.padStart(15);
}

/** @param {number} value */
function count(value) {
  if (value < 10_000) return String(value);
  if (value < 10_000_000) return `${(value / 1000).toFixed(1)} k`;
  return `${(value / 1_000_000).toFixed(1)} M`;
}
