import { describe, expect, it } from 'vitest';
import { parseSettings, urlHost } from './settings.mjs';

const checkout = '/home/ann/my weir';

describe('parseSettings', () => {
  it('has a default for everything', () => {
    expect(parseSettings({}, checkout)).toEqual({
      host: '127.0.0.1',
      apiPort: 4100,
      dashboardPort: 4000,
      dataDir: '/home/ann/my weir/.weir',
      filesDir: '/home/ann/my weir/.weir/files',
      snapshotDir: '/home/ann/my weir/.weir/snapshots',
      databaseUrl: undefined,
      hasSampleJob: true,
    });
  });

  it('takes an empty variable as unset', () => {
    expect(parseSettings({ DATABASE_URL: '', WEIR_API_PORT: ' ' }, checkout)).toMatchObject({
      databaseUrl: undefined,
      apiPort: 4100,
    });
  });

  it('puts files and snapshots below a data folder given elsewhere, relative to the checkout', () => {
    expect(parseSettings({ WEIR_DATA_DIR: '../data' }, checkout)).toMatchObject({
      dataDir: '/home/ann/data',
      filesDir: '/home/ann/data/files',
      snapshotDir: '/home/ann/data/snapshots',
    });
  });

  it.each([
    [{ WEIR_HOST: '0.0.0.0' }, /no authentication/],
    [{ WEIR_HOST: '192.168.1.10' }, /WEIR_HOST is 192.168.1.10/],
    [{ WEIR_API_PORT: '0' }, /WEIR_API_PORT is "0"/],
    [{ WEIR_API_PORT: '70000' }, /WEIR_API_PORT is "70000"/],
    [{ WEIR_DASHBOARD_PORT: '4x' }, /WEIR_DASHBOARD_PORT is "4x"/],
    [{ WEIR_API_PORT: '4000' }, /both 4000/],
    [{ WEIR_SAMPLE_JOB: 'maybe' }, /WEIR_SAMPLE_JOB is "maybe"/],
  ])('refuses %o with one sentence', (environment, sentence) => {
    expect(() => parseSettings(environment, checkout)).toThrow(sentence);
  });

  it.each(['off', 'false', '0', 'OFF'])('starts no sample job when WEIR_SAMPLE_JOB is %s', (value) => {
    expect(parseSettings({ WEIR_SAMPLE_JOB: value }, checkout).hasSampleJob).toBe(false);
  });
});

describe('urlHost', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['::1', '[::1]'],
  ])('%s stands in a URL as %s', (host, expected) => {
    expect(urlHost(host)).toBe(expected);
  });
});
