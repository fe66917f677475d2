import { invariant } from '@weir/kernel';
import type { CreateJobInput, OriginChoice, UpdateSpecInput } from '@weir/jobs';
import { HttpError } from '../http/http-error.ts';

/** `start` stands beside the fields of the spec, and is not one of them. */
export function splitStart(body: Readonly<Record<string, unknown>>): Pick<CreateJobInput, 'spec' | 'start'> {
  const { start, ...spec } = body;
  return { spec, start: start === false ? 'LATER' : 'NOW' };
}

interface SnapshotChoice {
  readonly snapshotId?: string | undefined;
  readonly path?: string | undefined;
}

export function startFrom(
  body: SnapshotChoice & { readonly latest?: boolean | undefined; readonly empty?: boolean | undefined },
): OriginChoice {
  if (body.snapshotId !== undefined) return { kind: 'snapshot', snapshotId: body.snapshotId };
  if (body.path !== undefined) return { kind: 'path', path: body.path };
  if (body.empty === true) return { kind: 'empty' };
  return { kind: body.latest === true ? 'latest' : 'unsaid' };
}

export function restoreFrom(body: SnapshotChoice): Extract<OriginChoice, { readonly kind: 'snapshot' | 'path' }> {
  if (body.snapshotId !== undefined) return { kind: 'snapshot', snapshotId: body.snapshotId };
  invariant(body.path !== undefined, 'The contract demands either a snapshotId or a path.');
  return { kind: 'path', path: body.path };
}

/**
 * The versions that an If-Match header such as `"3"` or `"3", "4"` names, or ANY for `*`. A tag that this API never gave out, a weak
 * one among them, matches no version, which the comparison answers and not the parser.
 */
export function basedOn(ifMatch: string | null): UpdateSpecInput['basedOn'] {
  if (ifMatch === null)
    throw new HttpError(
      'PRECONDITION_REQUIRED',
      'Send If-Match with the ETag of the version that the change is based on.',
    );
  if (ifMatch.trim() === '*') return 'ANY';
  return ifMatch.split(',').flatMap((tag) => {
    const match = /^"?([1-9]\d{0,8})"?$/.exec(tag.trim());
    return match === null ? [] : [Number(match[1])];
  });
}
