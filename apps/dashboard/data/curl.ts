/** A shell command that posts a spec. Single quotes in the text are closed, escaped and opened again. */
export function createJobCommand(origin: string, specText: string): string {
  const body = specText.trim().replaceAll("'", String.raw`'\''`);
  return `curl -X POST ${origin}/api/v1/jobs \\\n  -H 'content-type: application/json' \\\n  -d '${body}'`;
}
