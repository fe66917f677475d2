import { MemoryFileSystem } from '@weir/engine-core/file-system';
import { describe, expect, it } from 'vitest';
import { gateOf, openEpoch } from './epoch-gate.ts';

const attempt = (epoch: number) => ({ epoch, token: `token-${epoch}` });

async function withJob(): Promise<MemoryFileSystem> {
  const files = new MemoryFileSystem();
  await files.makeFolder('/job');
  await files.syncFolder('/');
  return files;
}

describe('openEpoch', () => {
  it('seals every lower epoch, and refuses one that comes behind a higher', async () => {
    const files = await withJob();
    await openEpoch(files, '/job', attempt(1));
    await openEpoch(files, '/job', attempt(3));
    expect(await gateOf(files, '/job/epoch-1')).toBe('SEALED');
    await expect(openEpoch(files, '/job', attempt(2))).rejects.toMatchObject({ code: 'FENCED' });
  });

  it('makes durable what a stale attempt has linked and not synced, before anybody restores from it', async () => {
    const files = await withJob();
    await openEpoch(files, '/job', attempt(1));
    await files.makeFolder('/job/epoch-1/chk-4');
    const file = await files.create('/job/epoch-1/open/manifest');
    await file.write(Uint8Array.of(1));
    await file.sync();
    await file.close();
    await files.syncFolder('/job/epoch-1');
    await files.link('/job/epoch-1/open/manifest', '/job/epoch-1/chk-4/_metadata');
    await openEpoch(files, '/job', attempt(2));
    files.crash();
    expect(await files.inspect('/job/epoch-1/chk-4/_metadata')).not.toBeNull();
  });
});
