/**
 * The exactly-once file sink.
 *
 * Rows go into `.part-<owner>-<epoch>-<subtask>-<n>.<ext>`. At a snapshot the present file is closed: it holds exactly rows before
 * the barrier. It is fsynced, and its folder, before the acknowledgement, and it is *pending*: its names are split list state of this and
 * every later snapshot until a checkpoint that covers it is known to be complete. Then it loses its dot,
 * the folder is fsynced, and only then is it dropped from the state.
 *
 * Why each row is there once.
 * - A file becomes visible only through a snapshot that has it pending: after that snapshot completed, or when one is restored, where
 *   open() commits all it finds. Renaming is idempotent, so it does not matter who does it, and how often.
 * - A checkpoint that fails leaves its files pending; the next one that completes covers them too.
 * - Rows after the restored snapshot are made again. The files that the failed attempt put them into are pending in no snapshot
 *   that is restored, so they stay hidden, and are removed.
 *
 * Who may remove what. After a rescale a pending file may belong to any subtask, and none knows what the others were dealt. So
 * nothing is removed in open(). It is removed when the first checkpoint of this attempt is known to be complete: every subtask has
 * acknowledged it, so every one has opened, so everything that was pending in the restored snapshot has its final name. A file that still has a
 * temporary name of this operator and of a lower epoch is then of no use to anybody. The first subtask removes them all: the folder,
 * which may hold very many files, is listed once an attempt.
 *
 * Names. The owner stands for this operator of this job, and an epoch is one attempt's, so no two write the same name, whatever else
 * lies in the folder, and `n` begins at 0. A name that a stranger took is an error, not overwritten.
 */
import { join } from 'node:path/posix';
import { AbstractOperator, type ListState, type OperatorContext, type RecordBatch } from '@weir/engine-core';
import { isSystemError, type FileSystem, type FolderEntry } from '@weir/engine-core/file-system';
import type { FileSinkOperator } from '@weir/job-spec';
import { invariant } from '@weir/kernel';
import { TwoPhaseCommit } from '../two-phase-commit/two-phase-commit.ts';
import { commitPart } from './commit-part.ts';
import { fileFailure } from './file-sink-error.ts';
import { finalName, ownerOf, parsePartName, temporaryName, type PartName } from './part-names.ts';
import { PartFile } from './part-file.ts';
import { entryOf, pendingPartOf, type PendingPart } from './pending-part.ts';
import { RowBuffer } from './row-buffer.ts';
import { RowEncoder } from './row-encoder.ts';
import { openSinkFolder } from './sink-folder.ts';

/** Name of the operator state that holds the parts of checkpoints which have not completed. */
export const pendingPartsState = 'pending-parts';

/** Bytes gathered for one write. */
const chunkBytes = 262_144;
/** While so many closed files are not yet durable no further one is begun for its size. */
const closingFilesMax = 64;

export interface FileSinkPorts {
  readonly fileSystem: FileSystem;
  /** Absolute folder under which all paths of sinks lie. */
  readonly filesRoot: string;
}

export class FileSink extends AbstractOperator {
  readonly #operator: FileSinkOperator;
  readonly #context: OperatorContext;
  readonly #ports: FileSinkPorts;
  readonly #encoder: RowEncoder;
  readonly #state: ListState;
  readonly #owner: string;
  readonly #buffer = new RowBuffer(chunkBytes + 65_536);
  readonly #rollBytes: number;
  /** Each file is a transaction: of this attempt a PartFile, out of the restored snapshot its names. A file may wait for ever. */
  readonly #parts: TwoPhaseCommit<PendingPart>;
  /** Absolute, by their paths under the files root: its own, and those that restored files lie in. */
  readonly #folders = new Map<string, string>();
  #folder = '';
  #nextNumber = 0;
  #current: PartFile | null = null;
  #closing = 0;
  #commits: Promise<void> = Promise.resolve();
  #hasCleaned = false;
  #isReleased = false;

  constructor(operator: FileSinkOperator, context: OperatorContext, ports: FileSinkPorts) {
    super(context.output);
    this.#operator = operator;
    this.#context = context;
    this.#ports = ports;
    this.#encoder = new RowEncoder(operator.inputColumns, operator.format);
    this.#state = context.operatorState.list(pendingPartsState, 'SPLIT');
    this.#owner = ownerOf(context.jobId, context.uid);
    this.#rollBytes = operator.rollBytes ?? Number.POSITIVE_INFINITY;
    const { clock, logger } = context;
    this.#parts = new TwoPhaseCommit({
      port: {
        commit: (part) => this.#commit(part),
        // What no snapshot has is removed by epoch: see the head of this file.
        abort: () => Promise.resolve(),
        afterCommits: (parts) => this.#syncFolders(parts),
      },
      clock,
      logger,
      timeout: null,
    });
  }

  override async open(): Promise<void> {
    const { fileSystem, filesRoot } = this.#ports;
    const restored = this.#state.get().map(pendingPartOf);
    for (const path of new Set([this.#operator.path, ...restored.map((part) => part.path)])) {
      this.#folders.set(path, await openSinkFolder(fileSystem, filesRoot, path));
    }
    this.#folder = this.#folderOf(this.#operator.path);
    const beganAt = this.#context.clock.now();
    await this.#parts.restore({ preCommitted: restored.map((handle) => ({ handle, beganAt })), open: [] });
    this.#nextNumber = await this.#firstFreeNumber();
  }

  processBatch(batch: RecordBatch): void {
    const buffer = this.#buffer;
    let row = 0;
    while (row < batch.rowCount) {
      const part = this.#current ?? this.#begin();
      const bytesToRoll = this.#rollBytes - part.size;
      const bytesEnough = bytesToRoll > 0 ? Math.min(chunkBytes, bytesToRoll) : chunkBytes;
      row = this.#encoder.encode(batch, row, { buffer, bytesEnough });
      if (buffer.end < bytesEnough) continue;
      part.write(buffer);
      if (part.size >= this.#rollBytes && this.#closing < closingFilesMax) this.#closeCurrent();
    }
  }

  override snapshot(checkpointId: number): (() => Promise<void>) | null {
    this.#closeCurrent();
    this.#parts.preCommit(checkpointId);
    const covered = this.#parts.preCommitted;
    this.#state.set(covered.map(entryOf));
    return covered.length === 0 ? null : () => this.#makeDurable(covered);
  }

  override finish(): void {
    this.#closeCurrent();
    this.#parts.finish();
  }

  override notifyCheckpointComplete(checkpointId: number): Promise<void> {
    // Commits run one after the other; rows and snapshots go on meanwhile.
    this.#commits = this.#commits.then(() => this.#onComplete(checkpointId));
    return this.#commits;
  }

  override async close(): Promise<void> {
    if (this.#isReleased) return;
    this.#isReleased = true;
    await this.#commits.catch(() => undefined);
    await this.#discardUncovered();
  }

  #begin(): PartFile {
    const extension = this.#operator.format;
    for (;;) {
      const name = this.#partName(this.#nextNumber);
      this.#nextNumber += 1;
      const temporary = temporaryName(name, extension);
      try {
        const file = this.#ports.fileSystem.createSync(join(this.#folder, temporary));
        this.#current = new PartFile({ path: this.#operator.path, temporary, final: finalName(name, extension) }, file);
        this.#parts.begin(this.#current);
        this.#buffer.append(this.#encoder.header);
        return this.#current;
      } catch (error) {
        if (!isSystemError(error, 'EEXIST')) throw fileFailure(error, 'beginning', join(this.#folder, temporary));
      }
    }
  }

  #partName(number: number): PartName {
    const { epoch, subtask } = this.#context;
    return { owner: this.#owner, epoch, subtask, number };
  }

  /** Above 0 only where epochs have begun anew, as when the snapshots were removed and the rows were kept. */
  async #firstFreeNumber(): Promise<number> {
    const { epoch, subtask } = this.#context;
    const first = join(this.#folder, finalName(this.#partName(0), this.#operator.format));
    if ((await this.#ports.fileSystem.inspect(first)) === null) return 0;
    const parts = (await this.#list()).flatMap(({ name }) => parsePartName(name) ?? []);
    const own = parts.filter((part) => part.owner === this.#owner && part.epoch === epoch && part.subtask === subtask);
    return own.reduce((free, { number }) => Math.max(free, number + 1), 0);
  }

  #closeCurrent(): void {
    const file = this.#current;
    if (file === null) return;
    if (this.#buffer.end > 0) file.write(this.#buffer);
    this.#current = null;
    this.#closing += 1;
    file.close().then(
      () => (this.#closing -= 1),
      // Its rows cannot be made durable any more, so no later checkpoint may cover them: the attempt ends.
      (error: unknown) => this.#context.fail(error),
    );
  }

  async #makeDurable(parts: readonly PendingPart[]): Promise<void> {
    await Promise.all(ownFiles(parts).map((file) => file.close()));
    try {
      await this.#ports.fileSystem.syncFolder(this.#folder);
    } catch (error) {
      const failure = fileFailure(error, 'making durable the names in', this.#folder);
      this.#context.fail(failure);
      throw failure;
    }
  }

  async #onComplete(checkpointId: number): Promise<void> {
    await this.#parts.complete(checkpointId);
    if (this.#hasCleaned || this.#context.subtask !== 0) return;
    this.#hasCleaned = true;
    await this.#removeAbandoned();
  }

  async #commit(part: PendingPart): Promise<void> {
    const folder = this.#folderOf(part.path);
    try {
      await commitPart(this.#ports.fileSystem, folder, { part, logger: this.#context.logger });
    } catch (error) {
      throw fileFailure(error, 'naming finished files in', folder);
    }
  }

  async #syncFolders(parts: readonly PendingPart[]): Promise<void> {
    for (const folder of new Set(parts.map(({ path }) => this.#folderOf(path)))) {
      try {
        await this.#ports.fileSystem.syncFolder(folder);
      } catch (error) {
        throw fileFailure(error, 'naming finished files in', folder);
      }
    }
  }

  #folderOf(path: string): string {
    const folder = this.#folders.get(path);
    invariant(folder !== undefined, 'A folder of the sink was not opened.', { path });
    return folder;
  }

  /** See the head of this file for why this is the time. */
  async #removeAbandoned(): Promise<void> {
    const abandoned = (await this.#list()).flatMap(({ name }) => {
      const part = parsePartName(name);
      const isOlder = part?.owner === this.#owner && part.epoch < this.#context.epoch;
      return isOlder && !part.isFinished ? [name] : [];
    });
    if (abandoned.length === 0) return;
    for (const name of abandoned) await this.#remove(name);
    try {
      // No later attempt may follow, so the names must not come back with the power.
      await this.#ports.fileSystem.syncFolder(this.#folder);
    } catch (error) {
      throw fileFailure(error, 'making durable the removals in', this.#folder);
    }
  }

  async #list(): Promise<readonly FolderEntry[]> {
    try {
      return await this.#ports.fileSystem.list(this.#folder);
    } catch (error) {
      throw fileFailure(error, 'listing', this.#folder);
    }
  }

  /** Files that no snapshot knows are of no use to a later attempt. */
  async #discardUncovered(): Promise<void> {
    this.#current = null;
    for (const file of ownFiles(this.#parts.open)) {
      await file.discard();
      await this.#remove(file.temporary);
    }
    for (const file of ownFiles(this.#parts.preCommitted)) await file.discard();
  }

  /** What cannot be removed is hidden and harmless; a later attempt tries again. */
  async #remove(name: string): Promise<void> {
    const path = join(this.#folder, name);
    try {
      await this.#ports.fileSystem.remove(path);
    } catch (error) {
      if (isSystemError(error, 'ENOENT')) return;
      this.#context.logger.log('warn', 'An abandoned file could not be removed.', { path, why: String(error) });
    }
  }
}

/** Those that this attempt writes. */
function ownFiles(parts: readonly PendingPart[]): readonly PartFile[] {
  return parts.filter((part) => part instanceof PartFile);
}
