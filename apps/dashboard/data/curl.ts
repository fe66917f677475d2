/** A shell command that posts a spec. Single quotes in the spec are closed, escaped and opened again. */
export function createJobCommand(origin: string, spec: unknown): string {
  const body = JSON.stringify(spec, null, 2).replaceAll("'", String.raw`'\''`);
  return `curl -X POST ${origin}/api/v1/jobs \\\n  -H 'content-type: application/json' \\\n  -d '${body}'`;
}
