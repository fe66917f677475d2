import { IconMapQuestion } from '@tabler/icons-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { EmptyState } from '#components/empty-state.tsx';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <EmptyState
      icon={<IconMapQuestion size={20} />}
      title="There is nothing here"
      extent="page"
      action={<Link href="/jobs">To the jobs</Link>}
    >
      The job, checkpoint or page of this address does not exist, or was deleted.
    </EmptyState>
  );
}
