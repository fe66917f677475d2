import { redirect } from 'next/navigation';

export default async function JobPage({ params }: { readonly params: Promise<{ readonly jobId: string }> }) {
  redirect(`/jobs/${(await params).jobId}/overview`);
}
