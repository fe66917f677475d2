/** Faults that the host arms and a thread, or the host's own storage, carries out. */
export const switchedFaults = ['task-throws', 'state-write-fails', 'commit-fails', 'publish-fails'] as const;
export type SwitchedFault = (typeof switchedFaults)[number];

const countWords = switchedFaults.length;
const words = {
  operator: countWords,
  subtask: countWords + 1,
  rowsChecked: countWords + 2,
  length: countWords + 3,
} as const;

/** What every injected failure says, so that it is told from one that nobody asked for. */
export const injectedMark = 'injected:';

/**
 * Shared memory between the host and the threads of its attempts. An armed fault counts the opportunities down and happens once, at
 * the last; which thread that is, the interleaving decides, but for a task that throws, whose operator and subtask are named.
 */
export class FaultSwitch {
  readonly memory: SharedArrayBuffer;
  readonly #words: Int32Array;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(words.length * 4)) {
    this.memory = memory;
    this.#words = new Int32Array(memory);
  }

  /** The fault happens at the `opportunity`-th chance from now on, from 1. */
  arm(fault: SwitchedFault, opportunity: number): void {
    Atomics.store(this.#words, switchedFaults.indexOf(fault), opportunity);
  }

  /** The task of that operator throws at its `row`-th row from now on, from 1. */
  armThrow(victim: { readonly operator: number; readonly subtask: number; readonly row: number }): void {
    Atomics.store(this.#words, words.operator, victim.operator);
    Atomics.store(this.#words, words.subtask, victim.subtask);
    this.arm('task-throws', victim.row);
  }

  disarm(): void {
    for (let fault = 0; fault < countWords; fault += 1) Atomics.store(this.#words, fault, 0);
  }

  /** Whether a fault that was armed has not happened yet. */
  get isArmed(): boolean {
    return switchedFaults.some((_, fault) => Atomics.load(this.#words, fault) > 0);
  }

  /** A chance for the fault: throws when this is the one. */
  pass(fault: Exclude<SwitchedFault, 'task-throws'>, what: string): void {
    const at = switchedFaults.indexOf(fault);
    if (Atomics.load(this.#words, at) <= 0) return;
    // Two threads may pass at once: whoever takes the last count has it.
    if (Atomics.sub(this.#words, at, 1) === 1) throw injectedError(`${fault}, ${what}`);
  }

  /** How many rows the operator may still take before it must throw; null when it is not its turn. */
  rowsToThrow(operator: number, subtask: number): number | null {
    const left = Atomics.load(this.#words, 0);
    if (left <= 0) return null;
    const isMeant =
      Atomics.load(this.#words, words.operator) === operator && Atomics.load(this.#words, words.subtask) === subtask;
    return isMeant ? left : null;
  }

  countDownThrow(rows: number): void {
    Atomics.sub(this.#words, 0, rows);
  }

  addChecked(rows: number): void {
    Atomics.add(this.#words, words.rowsChecked, rows);
  }

  /** Rows that validating operators have looked at so far, modulo 2^32: those made again after a failure count again. */
  get rowsChecked(): number {
    return Atomics.load(this.#words, words.rowsChecked) >>> 0;
  }
}

/** With a system's code, as a disk that fails would have. */
export function injectedError(what: string): Error {
  return Object.assign(new Error(`EIO: ${injectedMark} ${what}`), { code: 'EIO' });
}
