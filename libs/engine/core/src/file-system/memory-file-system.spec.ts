import { describe, expect, it } from 'vitest';
import { isSystemError } from './file-system-error.ts';
import { makeFolders } from './make-folders.ts';
import { MemoryFileSystem } from './memory-file-system.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const read = (files: MemoryFileSystem, path: string): string => new TextDecoder().decode(files.readNow(path));

async function written(files: MemoryFileSystem, path: string, ...parts: string[]) {
  const file = await files.create(path);
  for (const part of parts) await file.write(text(part));
  return file;
}

describe('MemoryFileSystem', () => {
  it('loses bytes that were not synced, and keeps those that were', async () => {
    const files = new MemoryFileSystem();
    const file = await written(files, '/a', 'safe');
    await file.sync();
    await file.write(text(' loose'));
    await files.syncFolder('/');
    files.crash();
    expect(read(files, '/a')).toBe('safe');
  });

  it('loses the name of a synced file whose folder was not synced', async () => {
    const files = new MemoryFileSystem();
    const file = await written(files, '/a', 'safe');
    await file.sync();
    files.crash();
    expect(await files.inspect('/a')).toBeNull();
  });

  it('undoes a rename whose folder was not synced', async () => {
    const files = new MemoryFileSystem();
    await (await written(files, '/old', 'x')).sync();
    await files.syncFolder('/');
    await files.rename('/old', '/new');
    files.crash();
    expect(await files.inspect('/new')).toBeNull();
    expect(read(files, '/old')).toBe('x');
  });

  it('takes the bytes of a failed sync for clean, so that the next sync saves nothing', async () => {
    let fails = true;
    const files = new MemoryFileSystem({
      inject: ({ kind }) => (kind === 'sync' && fails ? { kind: 'error', code: 'EIO' } : null),
    });
    const file = await written(files, '/a', 'lost');
    await files.syncFolder('/');
    await expect(file.sync()).rejects.toThrow('EIO');
    fails = false;
    await file.sync();
    expect(read(files, '/a')).toBe('lost');
    files.crash();
    expect(read(files, '/a')).toBe('');
  });

  it('writes what fits and then says that there is no space', async () => {
    const files = new MemoryFileSystem();
    files.freeBytes = 3;
    const file = await files.create('/a');
    await expect(file.write(text('abcd'))).rejects.toSatisfy((error) => isSystemError(error, 'ENOSPC'));
    expect(read(files, '/a')).toBe('abc');
    files.freeBytes = 100;
    await file.write(text('d'));
    expect(read(files, '/a')).toBe('abcd');
  });

  it('leaves dead the handles and the unfinished operations of before a crash', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const files = new MemoryFileSystem({
      inject: ({ kind }) => (kind === 'rename' ? { kind: 'delay', until: () => held } : null),
    });
    const file = await written(files, '/a', 'x');
    await file.sync();
    await files.syncFolder('/');
    const renamed = files.rename('/a', '/b');
    files.crash();
    release();
    await expect(renamed).rejects.toThrow('EIO');
    await expect(file.write(text('y'))).rejects.toThrow('EIO');
    expect(read(files, '/a')).toBe('x');
  });

  it('keeps a prefix of the changes of a folder when chance decides', async () => {
    const outcomes = new Set<string>();
    for (const next of [0, 0.34, 0.67, 0.99]) {
      const files = new MemoryFileSystem();
      await written(files, '/a');
      await written(files, '/b');
      files.crash({ next: () => next });
      outcomes.add((await files.list('/')).map((entry) => entry.name).join());
    }
    expect([...outcomes]).toEqual(['', 'a', 'a,b']);
  });

  it('refuses links between devices', async () => {
    const files = new MemoryFileSystem({ deviceOf: (path) => (path.startsWith('/far/') ? 'far' : 'near') });
    await files.makeFolder('/far');
    await written(files, '/a');
    await expect(files.link('/a', '/far/a')).rejects.toThrow('EXDEV');
  });

  it('makes folders whose names survive a crash', async () => {
    const files = new MemoryFileSystem();
    await makeFolders(files, '/x/y/z');
    await makeFolders(files, '/x/y/z');
    files.crash();
    expect(await files.inspect('/x/y/z')).toEqual({ kind: 'folder', size: 0 });
  });

  it('makes durable a folder that somebody else made and failed to', async () => {
    const files = new MemoryFileSystem();
    await files.makeFolder('/x');
    await makeFolders(files, '/x/y');
    files.crash();
    expect(await files.inspect('/x/y')).toEqual({ kind: 'folder', size: 0 });
  });
});
