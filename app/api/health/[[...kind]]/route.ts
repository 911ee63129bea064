import { readiness } from "@/server/boot";

export const dynamic = "force-dynamic";

/**
 * `/api/health` and `/api/health/ready`: 200 when the portal can do its work, else 503, with reasons and what it is
 * doing. `/api/health/live`: 200 as long as the process answers.
 */
export async function GET(_request: Request, { params }: { params: Promise<{ kind?: string[] }> }) {
  const kind = (await params).kind?.[0];
  const health = readiness();
  const status = kind === "live" || health.ready ? 200 : 503;
  return Response.json(health, { status, headers: { "cache-control": "no-store" } });
}
