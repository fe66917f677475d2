'use client';

import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { createQueryClient } from '#api/query-client.ts';
import { LiveProvider } from '#live/live-provider.tsx';
import { OperationWatcher } from '#live/operation-watcher.tsx';
import { cssVariables, theme } from './theme.ts';

export function Providers({ children }: { readonly children: ReactNode }) {
  const [queryClient] = useState(createQueryClient);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <Notifications position="bottom-right" limit={6} />
        <LiveProvider>
          <OperationWatcher />
          {children}
        </LiveProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
