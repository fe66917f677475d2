'use client';

import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { messageOf } from '@weir/kernel';
import { ApiProblem } from '#api/api-problem.ts';
import type { Operation } from '#data/api-types.ts';
import { trackOperation } from './tracked-operations.ts';

/**
 * Sends a command. An accepted operation is followed to its end even over a reload; a refusal is told at once.
 * `label` names the thing for people: "Savepoint of word-count". `onDone` runs when the API has accepted.
 */
export function useCommand<Input>(options: {
  readonly label: string;
  readonly send: (input: Input) => Promise<Operation | undefined | void>;
  readonly onDone?: () => void;
}): UseMutationResult<Operation | undefined | void, Error, Input> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: options.send,
    onSuccess: (operation) => {
      if (operation) trackOperation({ id: operation.id, jobId: operation.jobId, label: options.label });
      else notifications.show({ title: options.label, message: 'Done', color: 'teal' });
      options.onDone?.();
      return queryClient.invalidateQueries();
    },
    onError: (error) => {
      // A failure of the server, or on the way to it, may come after the act; contention takes it back.
      const isRefused = error instanceof ApiProblem && (error.status < 500 || error.code === 'BUSY');
      notifications.show({
        title: isRefused ? `${options.label} was refused` : `${options.label}: no answer`,
        message: isRefused
          ? error.message
          : `${messageOf(error)} Whether it was done is not known: look at the page, once it can be read again, before you repeat it.`,
        color: 'red',
        autoClose: isRefused ? 15_000 : false,
      });
    },
  });
}
