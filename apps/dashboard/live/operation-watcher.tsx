'use client';

import { notifications, type NotificationData } from '@mantine/notifications';
import { useQueries, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { messageOf } from '@weir/kernel';
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
    if (error instanceof ApiProblem && error.status === 404) forgetOperation(tracked.id);
    else if (error !== null)
      show(tracked, { message: `Nothing is heard of it, and it is asked again. ${messageOf(error)}` });
    else if (data !== undefined) tell(data, tracked, queryClient);
  }, [data, error, tracked, queryClient]);
  return null;
}

function tell(operation: Operation, tracked: TrackedOperation, queryClient: QueryClient): void {
  const phase = operationPhase(operation, tracked.label);
  if (phase.kind === 'running') {
    show(tracked, { loading: true, message: 'Under way' });
    return;
  }
  forgetOperation(operation.id);
  const failed = phase.kind === 'failed';
  show(tracked, {
    autoClose: failed ? 20_000 : 5_000,
    color: failed ? 'red' : 'teal',
    title: failed ? `${tracked.label} failed` : tracked.label,
    message: failed ? phase.message : 'Done',
  });
  void queryClient.invalidateQueries();
}

/** An operation has one notice, which changes. */
function show(tracked: TrackedOperation, change: Partial<NotificationData> & { readonly message: string }): void {
  const notice = {
    id: `operation-${tracked.id}`,
    title: tracked.label,
    loading: false,
    autoClose: false,
    withCloseButton: true,
    ...change,
  };
  notifications.show(notice);
  notifications.update(notice);
}
