'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { checkpointQuery } from '#api/checkpoint-queries.ts';
import { QueryRegion } from '#components/query-region.tsx';
import { useJob } from '#features/job/use-job.tsx';
import { Breakdown } from './breakdown.tsx';
import { Explanation } from './explanation.tsx';
import styles from './checkpoints.module.css';

export function InlineBreakdown({ checkpointId }: { readonly checkpointId: number }) {
  const job = useJob();
  const query = useQuery(checkpointQuery(job.id, checkpointId));
  return (
    <QueryRegion query={query}>
      {(detail) => (
        <div className={styles.inline}>
          <div className={styles.inlineHead}>
            <Explanation detail={detail} />
            <Link href={`/jobs/${job.id}/checkpoints/${checkpointId}`}>Open on its own page</Link>
          </div>
          <Breakdown detail={detail} />
        </div>
      )}
    </QueryRegion>
  );
}
