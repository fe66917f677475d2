'use client';

import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { validateSpec, type SpecVerdict } from '#api/validate-spec.ts';
import type { Diagnostic } from '#data/api-types.ts';
import { readSpecText } from '#data/spec-text.ts';

const none: readonly Diagnostic[] = [];
const pauseMs = 300;

/** What is known about the text: why it is no spec, that the server is being asked, or what the server said. */
export type SpecCheck =
  | { readonly kind: 'unreadable'; readonly message: string; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: 'asking'; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: 'unanswered'; readonly error: Error; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: 'checked'; readonly verdict: SpecVerdict; readonly diagnostics: readonly Diagnostic[] };

export function useSpecCheck(text: string): SpecCheck {
  const [settled] = useDebouncedValue(text, pauseMs);
  const spec = readSpecText(settled);
  const { data, error } = useQuery({
    queryKey: ['spec-check', settled],
    queryFn: ({ signal }) => validateSpec(spec.kind === 'object' ? spec.value : {}, signal),
    enabled: spec.kind === 'object',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    gcTime: 60_000,
  });
  if (spec.kind !== 'object') return { kind: 'unreadable', message: unreadable(spec), diagnostics: none };
  if (data !== undefined) return { kind: 'checked', verdict: data, diagnostics: data.diagnostics };
  if (error !== null) return { kind: 'unanswered', error, diagnostics: none };
  return { kind: 'asking', diagnostics: none };
}

function unreadable(spec: Exclude<ReturnType<typeof readSpecText>, { kind: 'object' }>): string {
  if (spec.kind === 'empty') return 'There is nothing here yet. The samples are a good beginning.';
  if (spec.kind === 'altered') return spec.message;
  return spec.kind === 'not-json' ? `This is not JSON: ${spec.message}` : 'A job spec is a JSON object.';
}
