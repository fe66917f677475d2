import { describe, expect, it } from 'vitest';
import { fileOf } from '../testing/states.ts';
import { physicalKey, SharedFileRegistry } from './shared-file-registry.ts';

const owned = { location: '/root/epoch-1/chk-1', ownership: 'OWNED' } as const;

describe('SharedFileRegistry', () => {
  it('case 103: the first registration of a file is kept, however often it comes again', () => {
    const registry = new SharedFileRegistry();
    registry.register({ ...owned, checkpointId: 1, files: [fileOf('../shared/a')] });
    registry.register({ ...owned, checkpointId: 2, location: '/root/epoch-1/chk-2', files: [fileOf('../shared/a')] });
    expect(registry.size).toBe(1);
    expect(registry.unregisterUnused(3)).toEqual([{ location: '/root/epoch-1/chk-1', file: fileOf('../shared/a') }]);
  });

  it.each([{ size: 101 }, { sha256: 'another digest' }])(
    'case 103: another file under the same name is a violation (%o)',
    (change) => {
      const registry = new SharedFileRegistry();
      registry.register({ ...owned, checkpointId: 1, files: [fileOf('../shared/a')] });
      const other = { ...fileOf('../shared/a'), ...change };
      expect(() => registry.register({ ...owned, checkpointId: 2, files: [other] })).toThrow(
        'Two different files under one name',
      );
    },
  );

  it('case 104: files last used before the lowest retained checkpoint go; unknown ids change nothing', () => {
    const registry = new SharedFileRegistry();
    registry.register({ ...owned, checkpointId: 1, files: [fileOf('../shared/a'), fileOf('../shared/b')] });
    registry.register({ ...owned, checkpointId: 2, files: [fileOf('../shared/b')] });
    expect(registry.unregisterUnused(0)).toEqual([]);
    expect(registry.unregisterUnused(1)).toEqual([]);
    expect(registry.unregisterUnused(2).map(({ file }) => file.path)).toEqual(['../shared/a']);
    expect(registry.unregisterUnused(2)).toEqual([]);
    expect(registry.has(owned.location, fileOf('../shared/b'))).toBe(true);
  });

  it('case 104: files of a snapshot restored without claim are never deleted', () => {
    const registry = new SharedFileRegistry();
    registry.register({
      checkpointId: 1,
      location: '/other/chk-1',
      files: [fileOf('../shared/a')],
      ownership: 'NOT_OWNED',
    });
    expect(registry.unregisterUnused(100)).toEqual([]);
  });

  it('knows a file by its absolute path and leaves files of one snapshot’s own folder out', () => {
    const registry = new SharedFileRegistry();
    registry.register({ ...owned, checkpointId: 1, files: [fileOf('own'), fileOf('../shared/a')] });
    expect(registry.size).toBe(1);
    expect(registry.has('/root/epoch-1/chk-9', fileOf('../shared/a'))).toBe(true);
    expect(registry.has('/root/epoch-2/chk-9', fileOf('../shared/a'))).toBe(false);
    expect(physicalKey('/root/epoch-2/chk-9', fileOf('../../epoch-1/./shared/a'))).toBe('/root/epoch-1/shared/a');
  });
});
