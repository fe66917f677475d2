'use client';

import { formatSetting } from '#data/format.ts';
import { useNow } from '#live/now.ts';

/** When the next attempt begins; nothing while none is awaited. */
export function NextTry({ at }: { readonly at: number | null | undefined }) {
  const now = useNow();
  if (at === null || at === undefined || now === undefined) return null;
  const left = Math.ceil((at - now) / 1_000) * 1_000;
  return <span> Next try {left <= 0 ? 'now' : `in ${formatSetting(left)}`}.</span>;
}
