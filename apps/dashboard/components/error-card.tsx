import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { messageOf } from '@weir/kernel';
import { ApiProblem } from '#api/api-problem.ts';
import { EmptyState } from './empty-state.tsx';

/** A region that could not be read: the cause first, and a way to try again. The regions beside it stand. */
export function ErrorCard({
  error,
  onRetry,
  extent = 'region',
}: {
  readonly error: unknown;
  readonly onRetry?: () => void;
  readonly extent?: 'region' | 'page';
}) {
  const code = error instanceof ApiProblem ? error.code : undefined;
  return (
    <div role="alert">
      <EmptyState
        icon={<IconAlertTriangle size={20} />}
        title="This could not be read"
        extent={extent}
        action={
          onRetry === undefined ? undefined : (
            <Button variant="default" onClick={onRetry}>
              Try again
            </Button>
          )
        }
      >
        {messageOf(error)}
        {code === undefined ? null : (
          <>
            {' '}
            <code>{code}</code>
          </>
        )}
      </EmptyState>
    </div>
  );
}
