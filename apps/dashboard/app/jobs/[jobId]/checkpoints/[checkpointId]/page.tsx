import { notFound } from 'next/navigation';
import { checkpointQuery } from '#api/checkpoint-queries.ts';
import { Prefetched } from '#api/prefetched.tsx';
import { checkpointNumber } from '#data/search-params.ts';
import { CheckpointView } from '#features/checkpoints/checkpoint-view.tsx';

interface Props {
  readonly params: Promise<{ readonly jobId: string; readonly checkpointId: string }>;
}

export default async function CheckpointPage({ params }: Props) {
  const { jobId, checkpointId } = await params;
  const number = checkpointNumber(checkpointId);
  if (number === undefined) notFound();
  return (
    <Prefetched queries={(client) => [client.prefetchQuery(checkpointQuery(jobId, number))]}>
      <CheckpointView checkpointId={number} />
    </Prefetched>
  );
}
