'use client';

import { ErrorCard } from '#components/error-card.tsx';

export default function PageError({ error, reset }: { readonly error: Error; readonly reset: () => void }) {
  return <ErrorCard error={error} onRetry={reset} extent="page" />;
}
