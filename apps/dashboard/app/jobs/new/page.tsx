import type { Metadata } from 'next';
import { NewJobView } from '#features/new-job/new-job-view.tsx';

export const metadata: Metadata = { title: 'New job' };

export default function NewJobPage() {
  return <NewJobView />;
}
