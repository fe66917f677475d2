import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { createJobCommand } from './curl.ts';

describe('createJobCommand', () => {
  it('hands the shell the very text, quotes and all', () => {
    const spec = `{ "where": "status = 'it''s'" }`;
    const command = createJobCommand('http://h:1', spec).replace(/^curl/, `printf '%s\\n'`);
    const words = execFileSync('/bin/sh', ['-c', command], { encoding: 'utf8' }).trim().split('\n');
    expect(words.at(-1)).toBe(spec);
    expect(words).toContain('http://h:1/api/v1/jobs');
  });
});
