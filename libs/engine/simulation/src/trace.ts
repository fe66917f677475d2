/** What happened in a world: a hash over everything, and the latest lines for people. */
export class Trace {
  readonly #lines: string[] = [];
  readonly #linesMax: number;
  #hash = 0x811c9dc5;
  #events = 0;

  constructor(linesMax = 400) {
    this.#linesMax = linesMax;
  }

  /** A line worth reading. */
  note(atMs: number, text: string): void {
    const line = `${atMs.toFixed(2).padStart(10)}  ${text}`;
    this.mark(line);
    this.#lines.push(line);
    if (this.#lines.length > this.#linesMax) this.#lines.shift();
  }

  /** Something that must be the same in every run of the seed, but is not worth a line. FNV-1a over its characters. */
  mark(text: string): void {
    this.#events += 1;
    let hash = this.#hash;
    for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    this.#hash = hash;
  }

  get hash(): string {
    return (this.#hash >>> 0).toString(16).padStart(8, '0');
  }

  get events(): number {
    return this.#events;
  }

  get lines(): readonly string[] {
    return this.#lines;
  }
}
