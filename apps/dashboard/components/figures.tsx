'use client';

import {
  absent,
  formatAge,
  formatBytes,
  formatCount,
  formatDuration,
  formatMoment,
  formatMomentInFull,
  formatRate,
} from '#data/format.ts';
import { useStaleness } from '#live/live-provider.tsx';
import { useNow } from '#live/now.ts';

interface FigureProps {
  readonly value: number | null | undefined;
}

/** Bytes for people; the exact number in the title. */
export function Bytes({ value }: FigureProps) {
  if (value === null || value === undefined) return <Absent />;
  return <span title={`${formatCount(value)} bytes`}>{formatBytes(value)}</span>;
}

/** A duration in milliseconds for people; the exact number in the title. */
export function Duration({ value }: FigureProps) {
  if (value === null || value === undefined) return <Absent />;
  return <span title={`${value} ms`}>{formatDuration(value)}</span>;
}

export function Count({ value }: FigureProps) {
  if (value === null || value === undefined) return <Absent />;
  return <span>{formatCount(value)}</span>;
}

export function Rate({ value }: FigureProps) {
  if (value === null || value === undefined) return <Absent />;
  return <span title={`${value} rows per second`}>{formatRate(value)}</span>;
}

/** How long ago; the moment in the title. */
export function Age({ value }: FigureProps) {
  const now = useNow();
  if (value === null || value === undefined) return <Absent />;
  if (now === undefined) return <span>&nbsp;</span>;
  return (
    <time dateTime={new Date(value).toISOString()} title={formatMomentInFull(value)}>
      {formatAge(value, now)}
    </time>
  );
}

/** A moment in the reader's zone; in full in the title. */
export function Moment({ value }: FigureProps) {
  const now = useNow();
  if (value === null || value === undefined) return <Absent />;
  if (now === undefined) return <span>&nbsp;</span>;
  return (
    <time dateTime={new Date(value).toISOString()} title={formatMomentInFull(value)}>
      {formatMoment(value, now)}
    </time>
  );
}

/** Time from `from` until `until`, or until now while it lasts: it stands still while nobody can know that. */
export function Elapsed({ from, until }: { readonly from: number; readonly until: number | null }) {
  const now = useNow();
  const staleness = useStaleness();
  const end = until ?? staleness?.since ?? now;
  return end === undefined ? <span>&nbsp;</span> : <Duration value={Math.max(0, end - from)} />;
}

function Absent() {
  return <span title="Not recorded">{absent}</span>;
}
