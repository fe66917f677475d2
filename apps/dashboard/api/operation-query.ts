import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from './client.ts';

export const operationQuery = (operationId: string) =>
  queryOptions({
    queryKey: ['operations', operationId],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/operations/{operationId}', { signal, params: { path: { operationId } } })),
  });
