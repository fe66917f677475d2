/** Bytes on their way into a file. */
export class RowBuffer {
  bytes: Uint8Array;
  end = 0;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
  }

  /** Makes room for so many bytes more. */
  reserve(more: number): void {
    const wanted = this.end + more;
    if (wanted <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(wanted, 2 * this.bytes.length));
    grown.set(this.bytes.subarray(0, this.end));
    this.bytes = grown;
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.end);
    this.end += bytes.length;
  }
}
