import type { Savepoint } from '#data/api-types.ts';
import { api, succeed, unwrap } from './client.ts';

export interface SavepointChange {
  readonly name?: string;
  readonly note?: string;
  readonly pinned?: boolean;
}

export function changeSavepoint(savepointId: string, change: SavepointChange): Promise<Savepoint> {
  return unwrap(api.PATCH('/api/v1/savepoints/{savepointId}', { params: { path: { savepointId } }, body: change }));
}

export function deleteSavepoint(savepointId: string): Promise<void> {
  return succeed(api.DELETE('/api/v1/savepoints/{savepointId}', { params: { path: { savepointId } } }));
}
