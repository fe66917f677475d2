import { checkpointConfigQuery } from '#api/checkpoint-queries.ts';
import { versionsQuery } from '#api/job-queries.ts';
import { Prefetched } from '#api/prefetched.tsx';
import { versionNumber, type RawSearchParams } from '#data/search-params.ts';
import { ConfigurationView } from '#features/configuration/configuration-view.tsx';

interface Props {
  readonly params: Promise<{ readonly jobId: string }>;
  readonly searchParams: Promise<RawSearchParams>;
}

export default async function ConfigurationPage({ params, searchParams }: Props) {
  const { jobId } = await params;
  const version = versionNumber(await searchParams);
  return (
    <Prefetched
      queries={(client) => [
        client.prefetchQuery(checkpointConfigQuery(jobId)),
        client.prefetchQuery(versionsQuery(jobId)),
      ]}
    >
      <ConfigurationView version={version} />
    </Prefetched>
  );
}
