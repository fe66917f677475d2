'use client';

import { Button } from '@mantine/core';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { QueryRegion } from '#components/query-region.tsx';
import type { Savepoint } from '#data/api-types.ts';
import { SavepointActionDialog, type SavepointAction } from './savepoint-action-dialog.tsx';
import { SavepointTable } from './savepoint-table.tsx';

interface SavepointPage {
  readonly items: readonly Savepoint[];
}

export function SavepointList(props: {
  readonly query: UseInfiniteQueryResult<InfiniteData<SavepointPage>>;
  readonly scope: 'job' | 'all';
  readonly empty: ReactNode;
}) {
  const { query, scope, empty } = props;
  const [chosen, setChosen] = useState<{ readonly action: SavepointAction; readonly savepoint: Savepoint }>();
  return (
    <>
      <QueryRegion query={query}>
        {({ pages }) => {
          const savepoints = pages.flatMap((page) => page.items);
          if (savepoints.length === 0) return empty;
          return (
            <SavepointTable
              savepoints={savepoints}
              scope={scope}
              onChoose={(action, savepoint) => setChosen({ action, savepoint })}
            />
          );
        }}
      </QueryRegion>
      {query.hasNextPage ? (
        <Button
          variant="subtle"
          fullWidth
          radius={0}
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show older ones
        </Button>
      ) : null}
      {chosen === undefined ? null : (
        <SavepointActionDialog
          action={chosen.action}
          savepoint={chosen.savepoint}
          onClose={() => setChosen(undefined)}
        />
      )}
    </>
  );
}
