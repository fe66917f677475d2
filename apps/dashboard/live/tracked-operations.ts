'use client';

import { useSyncExternalStore } from 'react';
import { parseTracked, withTracked, type TrackedOperation } from '#data/operation-progress.ts';

const storageKey = 'weir.operations';
const none: readonly TrackedOperation[] = [];
const listeners = new Set<() => void>();
let known: readonly TrackedOperation[] | undefined;

/** Remembers an accepted operation (202) in the browser, so that its end is told even after a reload. */
export function trackOperation(operation: TrackedOperation): void {
  store(withTracked(read(), operation));
}

export function forgetOperation(id: string): void {
  store(read().filter((operation) => operation.id !== id));
}

export function useTrackedOperations(): readonly TrackedOperation[] {
  return useSyncExternalStore(subscribe, read, () => none);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function read(): readonly TrackedOperation[] {
  known ??= parseTracked(window.localStorage.getItem(storageKey));
  return known;
}

function store(list: readonly TrackedOperation[]): void {
  known = list;
  window.localStorage.setItem(storageKey, JSON.stringify(list));
  for (const listener of listeners) listener();
}
