import { expect } from 'vitest';
import { StorageError, type StorageErrorCode } from '../storage/storage-error.ts';

export async function expectCode(promise: Promise<unknown>, code: StorageErrorCode, text = ''): Promise<void> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StorageError);
  expect(error).toMatchObject({ code });
  expect(String(error)).toContain(text);
}
