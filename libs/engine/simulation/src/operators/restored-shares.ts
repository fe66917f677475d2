import type { JsonValue } from '@weir/engine-core';
import { invariant } from '@weir/kernel';

/** What one subtask of a tally found when it was opened with restored state. */
export interface RestoredShare {
  readonly uid: string;
  readonly epoch: number;
  readonly subtask: number;
  readonly parallelism: number;
  /** Rows by its split entries. */
  readonly counted: number;
  /** Rows by its keyed state. */
  readonly keyed: number;
  /** Its union state. */
  readonly shares: readonly JsonValue[];
  /** Its broadcast state. */
  readonly stamps: readonly JsonValue[];
}

/** What one subtask wrote of itself into union state. */
export interface WrittenShare {
  readonly subtask: number;
  readonly parallelism: number;
  readonly checkpointId: number;
  readonly counted: number;
  readonly keyed: number;
}

export function entryOf({ subtask, parallelism, checkpointId, counted, keyed }: WrittenShare): JsonValue {
  return [subtask, parallelism, checkpointId, counted, keyed];
}

function writtenShareOf(entry: JsonValue): WrittenShare {
  const [subtask, parallelism, checkpointId, counted, keyed] = (Array.isArray(entry) ? entry : []).map(Number);
  invariant(
    subtask !== undefined &&
      parallelism !== undefined &&
      checkpointId !== undefined &&
      counted !== undefined &&
      keyed !== undefined,
    'A share is five numbers.',
    { entry },
  );
  return { subtask, parallelism, checkpointId, counted, keyed };
}

/** Watches from outside that the subtasks of a restored tally have among them what the subtasks before had, each kind of state by its rule. */
export class RestoredShares {
  readonly #open = new Map<string, RestoredShare[]>();
  #violation: string | null = null;

  get violation(): string | null {
    return this.#violation;
  }

  add(share: RestoredShare): void {
    const attempt = `${share.uid} in epoch ${share.epoch}`;
    const seen = [...(this.#open.get(attempt) ?? []), share];
    this.#open.set(attempt, seen);
    if (seen.length < share.parallelism) return;
    this.#open.delete(attempt);
    const wrong = problemOf(seen);
    if (wrong !== null) this.#violation ??= `${attempt}: ${wrong}`;
  }
}

function problemOf(restored: readonly RestoredShare[]): string | null {
  const [first] = restored;
  if (first === undefined) return null;
  const before = first.shares.map(writtenShareOf).sort((left, right) => left.subtask - right.subtask);
  const counted = sum(before.map((share) => share.counted));
  const keyed = sum(before.map((share) => share.keyed));
  const isWhole = before.every(({ subtask }, index) => subtask === index) && before.length === before[0]?.parallelism;
  if (!isWhole) return `the union state is not whole: ${JSON.stringify(first.shares)}`;
  const ids = new Set(before.map(({ checkpointId }) => checkpointId));
  if (ids.size !== 1) return `the union state is of several checkpoints: ${[...ids].join(', ')}`;
  if (counted !== keyed) return `the snapshot counts ${counted} rows in split state and ${keyed} in keyed state`;
  const text = textOf(first.shares);
  for (const { subtask, shares: own, stamps } of restored) {
    if (textOf(own) !== text) return `subtask ${subtask} has another union state than subtask ${first.subtask}`;
    if (JSON.stringify(stamps) !== JSON.stringify([...ids]))
      return `the broadcast state of subtask ${subtask} is ${JSON.stringify(stamps)}, wanted ${JSON.stringify([...ids])}`;
  }
  const countedNow = sum(restored.map((share) => share.counted));
  if (countedNow !== counted) return `split state had ${counted} rows and has ${countedNow}`;
  const keyedNow = sum(restored.map((share) => share.keyed));
  return keyedNow === keyed ? null : `keyed state had ${keyed} rows and has ${keyedNow}`;
}

/** The order of union entries has no meaning. */
function textOf(entries: readonly JsonValue[]): string {
  return entries
    .map((entry) => JSON.stringify(entry))
    .sort()
    .join();
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
