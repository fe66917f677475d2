import { describe, expect, it } from 'vitest';
import { runOn, wantedNode } from './other-node.mjs';

describe('another Node for the tests', () => {
  it.each([
    [[], null],
    [['--node', '24'], '24'],
    [['--node=24.21.0'], '24.21.0'],
  ])('is asked for by version: %j', (args, version) => {
    expect(wantedNode(args)).toBe(version);
  });

  it.each(['latest', '../evil', '24; rm', ''])('is no %j', (version) => {
    expect(() => wantedNode(['--node', version])).toThrow('give a version');
  });

  it('runs what it is given, and what that starts by name', async () => {
    const script = 'process.exit(process.env.PATH.startsWith(require("node:path").dirname(process.execPath)) ? 7 : 1)';
    expect(await runOn(process.execPath, ['-e', script])).toBe(7);
  });
});
