import { NotFoundException } from '@nestjs/common';
import { JobsError, jobsErrorCodes } from '@weir/jobs';
import { JobTargetError, jobTargetErrorCodes } from '@weir/run-contract';
import { StoreError } from '@weir/persistence';
import { describe, expect, it } from 'vitest';
import { problem } from '../contract/problem.schema.ts';
import { HttpError, httpErrorCodes } from './http-error.ts';
import { problemOf } from './problem.filter.ts';

describe('problemOf', () => {
  it('gives every known code its status, and the shape of the contract', () => {
    const errors = [
      ...httpErrorCodes.map((code) => new HttpError(code, 'm')),
      ...jobsErrorCodes.map((code) => new JobsError(code, 'm')),
      ...jobTargetErrorCodes.map((code) => new JobTargetError(code, 'm')),
      new StoreError('DATABASE_UNAVAILABLE', new Error('away')),
    ];
    for (const error of errors) {
      const document = problem.parse(problemOf(error));
      expect(document.code).toBe(error.code);
      expect(document.status).toBeGreaterThanOrEqual(400);
      expect(document.type).toMatch(/^urn:weir:problem:[a-z-]+$/);
    }
  });

  it('passes on what is wrong, item by item', () => {
    const problems = [{ pointer: '/a', code: 'X', message: 'm' }];
    expect(problemOf(new JobsError('SPEC_INVALID', 'm', { problems })).errors).toEqual(problems);
  });

  it('tells nothing of what went wrong inside', () => {
    const document = problemOf(new Error('password=secret'));
    expect(document).toMatchObject({ status: 500, code: 'INTERNAL' });
    expect(JSON.stringify(document)).not.toContain('secret');
  });

  it('knows an address that does not exist', () => {
    expect(problemOf(new NotFoundException())).toMatchObject({ status: 404, code: 'ROUTE_NOT_FOUND' });
  });
});
