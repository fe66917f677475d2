'use client';

import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { createJob } from '#api/job-commands.ts';

/** Creates the job and goes to its page. */
export function useCreateJob(onCreated: () => void) {
  const router = useRouter();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (spec: Record<string, unknown>) => createJob(spec),
    onSuccess: async (job) => {
      onCreated();
      notifications.show({ title: job.name, message: 'The job is created.', color: 'teal' });
      router.push(`/jobs/${job.id}/overview`);
      await queryClient.invalidateQueries({ queryKey: ['jobs'] });
    },
  });
}
