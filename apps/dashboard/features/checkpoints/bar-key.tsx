import type { BarKind } from '#data/checkpoint-trend.ts';

const labels: Readonly<Record<BarKind, string>> = {
  checkpoint: 'checkpoint',
  savepoint: 'savepoint',
  failed: 'failed',
};

/** What the colours of the bars mean, where there is more than one. */
export function BarKey({ kinds }: { readonly kinds: readonly BarKind[] }) {
  if (kinds.length < 2) return null;
  return kinds.map((kind) => (
    <span key={kind} style={{ display: 'contents' }}>
      <i data-bar={kind} aria-hidden /> {labels[kind]}
    </span>
  ));
}
