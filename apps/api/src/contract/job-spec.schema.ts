import { jobSpecFields, jobSpecParts, storedJobSpecSchema } from '@weir/job-spec';
import { z } from 'zod';
import { request, requestDescribedBy, response } from './named-schema.ts';

// The job-spec library's own schemas, by name. A part that reads the same as written and as stored becomes one component.
for (const { name, written, stored } of jobSpecParts) {
  request(`${name}Input`, written);
  response(name, stored);
}

/** The whole spec, as stored: with every default filled. */
export const spec = storedJobSpecSchema;

/** The body of PUT /jobs/{jobId}/spec. */
export const specRequest = requestDescribedBy('JobSpecInput', z.looseObject({}));

const start = z
  .boolean()
  .optional()
  .meta({ description: 'false creates the job without starting it. It is not part of the spec.' });

/** The body of POST /jobs: a spec, with `start` beside its fields. */
export const createRequest = requestDescribedBy('JobSpecRequest', z.looseObject({ start }));
request(
  'JobSpecRequest',
  z.strictObject({ ...jobSpecFields.shape, start }).meta({
    description:
      'A stream job as people write it, and whether it starts. What does not fit together, such as a column that no input has, is answered with diagnostics.',
  }),
);

/** The body of POST /jobs/validate: whatever POST /jobs takes, and it fails for no content. */
export const validateRequest = requestDescribedBy('JobSpecRequest', z.looseObject({}));
