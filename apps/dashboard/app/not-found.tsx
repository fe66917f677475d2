import Link from 'next/link';
import { EmptyState } from '#components/empty-state.tsx';

export default function NotFound() {
  return (
    <EmptyState title="There is nothing here" action={<Link href="/jobs">To the jobs</Link>}>
      The job, checkpoint or page of this address does not exist, or was deleted.
    </EmptyState>
  );
}
