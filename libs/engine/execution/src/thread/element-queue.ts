/** First in, first out, without shifting an array: a ring that grows by doubling. What may lie in one channel's is bounded by its credits. */
export class ElementQueue<Element> {
  #ring: (Element | undefined)[] = new Array<Element | undefined>(16).fill(undefined);
  #head = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(element: Element): void {
    if (this.#size === this.#ring.length) this.#grow();
    this.#ring[(this.#head + this.#size) & (this.#ring.length - 1)] = element;
    this.#size += 1;
  }

  shift(): Element | undefined {
    if (this.#size === 0) return undefined;
    const element = this.#ring[this.#head];
    this.#ring[this.#head] = undefined;
    this.#head = (this.#head + 1) & (this.#ring.length - 1);
    this.#size -= 1;
    return element;
  }

  #grow(): void {
    const old = this.#ring;
    this.#ring = new Array<Element | undefined>(old.length * 2).fill(undefined);
    for (let index = 0; index < this.#size; index += 1) {
      this.#ring[index] = old[(this.#head + index) & (old.length - 1)];
    }
    this.#head = 0;
  }
}
