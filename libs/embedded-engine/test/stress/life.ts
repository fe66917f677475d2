import type { FileSystem, ReadableFile, WritableFile } from '@weir/engine-core/file-system';
import type { Cancel, Timers } from '@weir/kernel';

/**
 * An engine inside this process that can be gone from one moment to the next, as its process would be: its timers never fire again, what
 * it waits for never comes, and no further step of it reaches the disk. A step under way is finished by the system.
 */
export class Life {
  #isOver = false;
  readonly #timers = new Set<Cancel>();
  readonly #steps = new Set<Promise<unknown>>();
  readonly #openFiles = new Set<Pick<WritableFile, 'close'>>();

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Over at once. Resolves when the steps under way are done, and the files given back that a process would give back by going. */
  async end(): Promise<void> {
    this.#isOver = true;
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
    await Promise.allSettled(this.#steps);
    await Promise.allSettled([...this.#openFiles].map((file) => file.close()));
    this.#openFiles.clear();
  }

  /** Calls `action` unless this life is over by then. */
  guard<Args extends unknown[]>(action: (...args: Args) => void): (...args: Args) => void {
    return (...args) => {
      if (!this.#isOver) action(...args);
    };
  }

  /** What the work comes to, if this life still goes on then. */
  while<Result>(work: () => Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#isOver) return;
      const step = work();
      this.#steps.add(step);
      step.then(this.guard(resolve), this.guard(reject)).finally(() => this.#steps.delete(step));
    });
  }

  timers(timers: Timers): Timers {
    return {
      schedule: (delayMs, action) => {
        if (this.#isOver) return () => undefined;
        const cancel = timers.schedule(delayMs, () => {
          this.#timers.delete(cancelOnce);
          action();
        });
        const cancelOnce = (): void => {
          this.#timers.delete(cancelOnce);
          cancel();
        };
        this.#timers.add(cancelOnce);
        return cancelOnce;
      },
    };
  }

  files(files: FileSystem): FileSystem {
    return {
      create: (path) => this.while(async () => this.#writable(await files.create(path))),
      createSync: (path) => this.#writable(files.createSync(path)),
      open: (path) => this.while(async () => this.#readable(await files.open(path))),
      makeFolder: (path) => this.while(() => files.makeFolder(path)),
      list: (path) => this.while(() => files.list(path)),
      inspect: (path) => this.while(() => files.inspect(path)),
      realPath: (path) => this.while(() => files.realPath(path)),
      link: (from, to) => this.while(() => files.link(from, to)),
      rename: (from, to) => this.while(() => files.rename(from, to)),
      remove: (path) => this.while(() => files.remove(path)),
      removeFolder: (path) => this.while(() => files.removeFolder(path)),
      syncFolder: (path) => this.while(() => files.syncFolder(path)),
    };
  }

  #writable(file: WritableFile): WritableFile {
    this.#openFiles.add(file);
    return {
      path: file.path,
      write: (bytes) => this.while(() => file.write(bytes)),
      writeSync: (bytes) => file.writeSync(bytes),
      sync: () => this.while(() => file.sync()),
      close: () => this.while(() => this.#closed(file)),
    };
  }

  #readable(file: ReadableFile): ReadableFile {
    this.#openFiles.add(file);
    return {
      size: file.size,
      read: (offset, length) => this.while(() => file.read(offset, length)),
      close: () => this.while(() => this.#closed(file)),
    };
  }

  async #closed(file: Pick<WritableFile, 'close'>): Promise<void> {
    await file.close();
    this.#openFiles.delete(file);
  }
}
