/**
 * One answer for all who ask the same while another is on its way: they wait for its end, and share the next one, which is begun after each
 * of them has asked, so that nobody reads less than what was there when the question was put. A crowd costs as much as two readers.
 */
export class SharedReads {
  readonly #underWay = new Map<string, Promise<unknown>>();
  readonly #next = new Map<string, Promise<unknown>>();

  /** `key` says what is asked; equal ones are answered by whichever `read` came first. */
  join<Answer>(key: string, read: () => Promise<Answer>): Promise<Answer> {
    const waiting = this.#next.get(key);
    if (waiting !== undefined) return waiting as Promise<Answer>;
    const earlier = this.#underWay.get(key);
    if (earlier === undefined) return this.#begin(key, read);
    const begin = (): Promise<Answer> => {
      this.#next.delete(key);
      return this.#begin(key, read);
    };
    const next = earlier.then(begin, begin);
    this.#next.set(key, next);
    return next;
  }

  #begin<Answer>(key: string, read: () => Promise<Answer>): Promise<Answer> {
    const answer = read();
    const forget = (): void => {
      if (this.#underWay.get(key) === answer) this.#underWay.delete(key);
    };
    this.#underWay.set(key, answer);
    answer.then(forget, forget);
    return answer;
  }
}
