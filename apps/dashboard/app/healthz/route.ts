export const dynamic = 'force-dynamic';

/** Says that this server answers; the API has its own `/healthz`. */
export function GET(): Response {
  return Response.json({ status: 'ok' });
}
