'use client';

import { Button } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { exceptionsQuery } from '#api/job-queries.ts';
import { CodeBlock } from '#components/code-block.tsx';
import { EmptyState } from '#components/empty-state.tsx';
import { Moment } from '#components/figures.tsx';
import { PageBody } from '#components/page-body.tsx';
import { Panel } from '#components/panel.tsx';
import { QueryRegion } from '#components/query-region.tsx';
import { failurePlace, groupByCause, type FailureCause } from '#data/exception-groups.ts';
import { formatCount, shortenMiddle } from '#data/format.ts';
import { useJob } from '#features/job/use-job.tsx';
import { usePollInterval } from '#live/live-provider.tsx';
import styles from './exceptions.module.css';
import { NextTry } from './next-try.tsx';

export function ExceptionsView() {
  const job = useJob();
  const query = useInfiniteQuery({ ...exceptionsQuery(job.id), refetchInterval: usePollInterval() });
  return (
    <PageBody>
      <QueryRegion query={query}>
        {({ pages }) => {
          const failures = pages.flatMap((page) => page.items);
          if (failures.length === 0) return <NoException />;
          const inAll = `${query.hasNextPage ? 'the newest ' : ''}${formatCount(failures.length)}`;
          return (
            <Panel title="Failures by cause" layout="flush" aside={`of ${inAll}`}>
              {groupByCause(failures).map((cause) => (
                <Cause key={cause.key} cause={cause} isPartial={query.hasNextPage} />
              ))}
            </Panel>
          );
        }}
      </QueryRegion>
      {query.hasNextPage ? (
        <Button variant="subtle" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Count older ones too
        </Button>
      ) : null}
    </PageBody>
  );
}

/** What happened first; how often, when and where; the stack of the newest folded. */
function Cause({ cause, isPartial }: { readonly cause: FailureCause; readonly isPartial: boolean }) {
  const job = useJob();
  const { latest, count, runs } = cause;
  const { failure, epoch, workerId } = latest;
  const place = failurePlace(failure);
  return (
    <article className={styles.failure} data-count={count}>
      <p className={styles.message}>{failure.message}</p>
      <p className={styles.facts}>
        <code>{failure.code}</code>
        {place === undefined ? null : <span>at {place}</span>}
        <strong className={styles.count}>{howOften(count, isPartial)}</strong>
        {count === 1 ? (
          <Moment value={failure.timestamp} />
        ) : (
          <span>
            first <Moment value={cause.firstAt} />, last <Moment value={failure.timestamp} />
          </span>
        )}
        <span>{runs[0] === runs[1] ? `run ${runs[0]}` : `runs ${runs[0]} to ${runs[1]}`}</span>
        {epoch === null ? <span>before the first attempt</span> : <span>attempt of epoch {epoch}</span>}
        {workerId === null ? null : <span title={workerId}>on worker {shortenMiddle(workerId, 6)}</span>}
        {latest.runId === job.currentRun?.id ? <NextTry at={job.currentRun.nextAttemptAt} /> : null}
      </p>
      {failure.stack === null ? null : (
        <details>
          <summary className={styles.summary}>Stack{count === 1 ? '' : ' of the last one'}</summary>
          <CodeBlock text={failure.stack} label="stack" maxHeight={320} />
        </details>
      )}
    </article>
  );
}

function howOften(count: number, isPartial: boolean): string {
  if (count === 1) return isPartial ? 'at least once' : 'once';
  return `${isPartial ? 'at least ' : ''}${formatCount(count)} times`;
}

function NoException() {
  return (
    <Panel title="Failures by cause">
      <EmptyState icon={<IconCircleCheck size={20} />} title="Nothing has failed">
        Failures of tasks and attempts are listed here, by cause: what happened, where, how often and when.
      </EmptyState>
    </Panel>
  );
}
