import { describe, expect, it } from 'vitest';
import { parseEnvironment } from './environment.ts';

const least = { DATABASE_URL: 'postgres://localhost/weir' };

describe('parseEnvironment', () => {
  it('fills every default', () => {
    expect(parseEnvironment({ ...least, WEIR_DATA_DIR: '/data', WEIR_HOST: ' ', REDIS_URL: '' })).toEqual({
      databaseUrl: 'postgres://localhost/weir',
      redisUrl: null,
      role: 'all',
      host: '127.0.0.1',
      port: 4100,
      dataDir: '/data',
      filesDir: '/data/files',
      snapshotDir: '/data/snapshots',
      snapshotRoots: ['/data/snapshots'],
      hasSampleJob: true,
      socketAllow: ['loopback'],
      runsMax: 32,
      logLevel: 'info',
    });
  });

  it('lets jobs reach what this machine serves to itself while only this machine reaches the API', () => {
    const beyond = { WEIR_HOST: '0.0.0.0', WEIR_ALLOW_UNAUTHENTICATED: 'on' };
    expect(parseEnvironment({ ...least, WEIR_HOST: 'localhost' }).socketAllow).toEqual(['loopback']);
    expect(parseEnvironment({ ...least, ...beyond }).socketAllow).toEqual([]);
    expect(parseEnvironment({ ...least, ...beyond, WEIR_SOCKET_ALLOW: 'loopback' }).socketAllow).toEqual(['loopback']);
    expect(parseEnvironment({ ...least, WEIR_SOCKET_ALLOW: 'none' }).socketAllow).toEqual([]);
  });

  it('reads what is given', () => {
    const given = {
      WEIR_SNAPSHOT_DIR: '/s',
      WEIR_SNAPSHOT_ROOTS: '/a, /b,,/s',
      WEIR_SAMPLE_JOB: 'off',
      WEIR_API_PORT: '0',
      WEIR_ROLE: 'api',
    };
    expect(parseEnvironment({ ...least, ...given })).toMatchObject({
      snapshotRoots: ['/s', '/a', '/b'],
      hasSampleJob: false,
      port: 0,
      role: 'api',
    });
  });

  it.each([
    [{}, 'DATABASE_URL is required'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL must begin with postgres://'],
    [{ ...least, WEIR_API_PORT: '65536' }, 'WEIR_API_PORT'],
    [{ ...least, WEIR_ROLE: 'worker' }, 'WEIR_ROLE'],
    [{ ...least, WEIR_SAMPLE_JOB: 'yes' }, 'WEIR_SAMPLE_JOB'],
    [{ ...least, WEIR_HOST: '0.0.0.0' }, 'WEIR_HOST opens the API beyond this machine'],
  ])('refuses %j', (variables, message) => {
    expect(() => parseEnvironment(variables)).toThrow(message);
  });

  it('opens beyond the machine only when told that it is meant', () => {
    expect(parseEnvironment({ ...least, WEIR_HOST: '0.0.0.0', WEIR_ALLOW_UNAUTHENTICATED: 'on' }).host).toBe('0.0.0.0');
  });
});
