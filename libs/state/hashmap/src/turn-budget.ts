/** Entries of a table handled between two turns of the event loop: about a millisecond's work. */
const tableEntriesPerTurn = 32_768;

/** Divides background work into pieces, counted in entries so that a simulation sees the same turns each time. */
export class TurnBudget {
  readonly #yieldToLoop: () => Promise<void>;
  readonly #entriesPerTurn: number;
  #left: number;

  constructor(yieldToLoop: () => Promise<void>, entriesPerTurn = tableEntriesPerTurn) {
    this.#yieldToLoop = yieldToLoop;
    this.#entriesPerTurn = entriesPerTurn;
    this.#left = entriesPerTurn;
  }

  /** To be awaited after each piece; gives the event loop a turn when the budget is used up. */
  async spend(entries: number): Promise<void> {
    this.#left -= entries;
    if (this.#left > 0) return;
    this.#left = this.#entriesPerTurn;
    await this.#yieldToLoop();
  }

  /** Calls `work` for stretches of `from .. to` that fit a turn, one after the other. */
  async inTurns(from: number, to: number, work: (from: number, to: number) => void): Promise<void> {
    for (let done = from; done < to; done += this.#entriesPerTurn) {
      const end = Math.min(to, done + this.#entriesPerTurn);
      work(done, end);
      await this.spend(end - done);
    }
  }
}
