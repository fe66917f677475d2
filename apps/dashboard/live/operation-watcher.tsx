'use client';

import { notifications } from '@mantine/notifications';
import { useQueries, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ApiProblem } from '#api/api-problem.ts';
import { operationQuery } from '#api/operation-query.ts';
import type { Operation } from '#data/api-types.ts';
import { operationPhase, type TrackedOperation } from '#data/operation-progress.ts';
import { forgetOperation, useTrackedOperations } from './tracked-operations.ts';

const pollMs = 700;

/** Follows the operations that this browser asked for until they end, tells their end once, and forgets them. */
export function OperationWatcher() {
  const tracked = useTrackedOperations();
  return tracked.map((operation) => <WatchedOperation key={operation.id} tracked={operation} />);
}

function WatchedOperation({ tracked }: { readonly tracked: TrackedOperation }) {
  const queryClient = useQueryClient();
  const [{ data, error }] = useQueries({ queries: [{ ...operationQuery(tracked.id), refetchInterval: pollMs }] });
  useEffect(() => {
    if (data !== undefined) tell(data, tracked, queryClient);
    else if (error instanceof ApiProblem && error.status === 404) forgetOperation(tracked.id);
  }, [data, error, tracked, queryClient]);
  return null;
}

function tell(operation: Operation, tracked: TrackedOperation, queryClient: QueryClient): void {
  const phase = operationPhase(operation, tracked.label);
  const id = `operation-${operation.id}`;
  if (phase.kind === 'running') {
    notifications.show({
      id,
      loading: true,
      autoClose: false,
      withCloseButton: true,
      title: tracked.label,
      message: 'Under way',
    });
    return;
  }
  forgetOperation(operation.id);
  const failed = phase.kind === 'failed';
  const end = {
    id,
    loading: false,
    withCloseButton: true,
    autoClose: failed ? 20_000 : 5_000,
    color: failed ? 'red' : 'teal',
    title: failed ? `${tracked.label} failed` : tracked.label,
    message: failed ? phase.message : 'Done',
  };
  notifications.show(end);
  notifications.update(end);
  void queryClient.invalidateQueries();
}
