import { describe, expect, it } from 'vitest';
import { takesGzip } from './compress-answers.ts';

describe(takesGzip, () => {
  it.each(['gzip', 'deflate, gzip;q=0.5', 'GZIP ; q=1', '*', 'br;q=1.0, *;q=0.1'])('takes %j for yes', (header) =>
    expect(takesGzip(header)).toBe(true),
  );

  it.each([undefined, '', 'br', 'gzip;q=0', 'gzip;q=0, *', 'identity', '*;q=0', 'gzip;q=much'])(
    'takes %j for no',
    (header) => expect(takesGzip(header)).toBe(false),
  );
});
