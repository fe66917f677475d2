import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { hostEnvironment, hostVariables, parseVariables, type HostEnvironment } from './host-environment.ts';

const parseEnvironment = (variables: Readonly<Record<string, string>>): HostEnvironment =>
  hostEnvironment(parseVariables(z.object(hostVariables), variables));
const needed = { DATABASE_URL: 'postgres://weir@127.0.0.1/weir' };

describe('the environment of a host', () => {
  it('needs nothing but the database', () => {
    expect(parseEnvironment(needed)).toEqual({
      databaseUrl: needed.DATABASE_URL,
      redisUrl: null,
      dataDir: resolve('.weir'),
      filesDir: resolve('.weir/files'),
      snapshotDir: resolve('.weir/snapshots'),
      snapshotRoots: [resolve('.weir/snapshots')],
      socketAllow: [],
      runsMax: 32,
      logLevel: 'info',
    });
  });

  it('takes an empty variable as unset', () => {
    expect(parseEnvironment({ ...needed, REDIS_URL: '', WEIR_MAX_RUNS: ' ' })).toMatchObject({
      redisUrl: null,
      runsMax: 32,
    });
  });

  it('has the snapshot folder among the roots, once', () => {
    const roots = parseEnvironment({
      ...needed,
      WEIR_SNAPSHOT_DIR: '/s',
      WEIR_SNAPSHOT_ROOTS: '/a, /s,,/b',
    }).snapshotRoots;
    expect(roots).toEqual(['/s', '/a', '/b']);
  });

  it.each([
    ['none', []],
    ['loopback', ['loopback']],
    ['link-local, loopback', ['link-local', 'loopback']],
  ])('lets jobs reach the special addresses of %j', (list, socketAllow) => {
    expect(parseEnvironment({ ...needed, WEIR_SOCKET_ALLOW: list }).socketAllow).toEqual(socketAllow);
  });

  it.each([
    [{}, /DATABASE_URL is required/],
    [{ DATABASE_URL: 'mysql://x' }, /must begin with postgres/],
    [{ ...needed, REDIS_URL: 'http://x' }, /REDIS_URL must begin with redis/],
    [{ ...needed, WEIR_MAX_RUNS: '0' }, /WEIR_MAX_RUNS/],
    [{ ...needed, WEIR_LOG_LEVEL: 'loud' }, /WEIR_LOG_LEVEL/],
    [{ ...needed, WEIR_SOCKET_ALLOW: 'loopback,all' }, /must be none, or list loopback, link-local/],
  ])('refuses %o', (variables, sentence) => {
    expect(() => parseEnvironment(variables)).toThrow(sentence);
  });

  it('names everything that is wrong at once', () => {
    expect(() => parseEnvironment({ WEIR_MAX_RUNS: 'x' })).toThrow(/DATABASE_URL[\s\S]*WEIR_MAX_RUNS/);
  });
});
