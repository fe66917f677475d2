import type { Random } from '@weir/kernel';

export type Inode = FileInode | FolderInode;

/** An append-only file: what a crash may take is its end. */
export class FileInode {
  readonly kind = 'file';
  #bytes = new Uint8Array(0);
  #length = 0;
  #durableLength = 0;
  #isPoisoned = false;

  get length(): number {
    return this.#length;
  }

  append(bytes: Uint8Array): void {
    const wanted = this.#length + bytes.length;
    if (wanted > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(wanted, this.#bytes.length * 2, 256));
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
    }
    this.#bytes.set(bytes, this.#length);
    this.#length = wanted;
  }

  read(offset: number, length: number): Uint8Array {
    return this.#bytes.slice(offset, Math.min(offset + length, this.#length));
  }

  /** After a failed sync the system takes the bytes for clean: a later sync succeeds and saves nothing. */
  failSync(): void {
    this.#isPoisoned = true;
  }

  sync(): void {
    if (!this.#isPoisoned) this.#durableLength = this.#length;
  }

  /** Loses what was not synced; with `random` a prefix of it survives, perhaps torn: its last bytes zero. */
  crash(random: Random | null): void {
    const loose = this.#length - this.#durableLength;
    const kept = random === null ? 0 : Math.floor(random.next() * (loose + 1));
    if (random !== null && kept > 0 && random.next() < 0.3) {
      const torn = 1 + Math.floor(random.next() * Math.min(kept, 512));
      this.#bytes.fill(0, this.#durableLength + kept - torn, this.#durableLength + kept);
    }
    this.#length = this.#durableLength + kept;
    this.#durableLength = this.#length;
    this.#isPoisoned = false;
  }

  /** Damages the file in place, as a failing disk does. */
  overwrite(offset: number, bytes: Uint8Array): void {
    this.#bytes.set(bytes, offset);
  }

  truncate(length: number): void {
    this.#length = length;
    this.#durableLength = Math.min(this.#durableLength, length);
  }
}

type Change = (entries: Map<string, Inode>) => void;

/** A folder's names now, those that are durable, and the changes between, of which a crash keeps a prefix. */
export class FolderInode {
  readonly kind = 'folder';
  entries = new Map<string, Inode>();
  readonly #durable = new Map<string, Inode>();
  #changes: Change[] = [];

  change(change: Change): void {
    change(this.entries);
    this.#changes.push(change);
  }

  sync(): void {
    for (const change of this.#changes) change(this.#durable);
    this.#changes = [];
  }

  crash(random: Random | null, seen: Set<Inode>): void {
    const kept = random === null ? 0 : Math.floor(random.next() * (this.#changes.length + 1));
    for (const change of this.#changes.slice(0, kept)) change(this.#durable);
    this.entries = new Map(this.#durable);
    this.#changes = [];
    for (const inode of this.entries.values()) {
      if (seen.has(inode)) continue;
      seen.add(inode);
      if (inode.kind === 'file') inode.crash(random);
      else inode.crash(random, seen);
    }
  }
}
