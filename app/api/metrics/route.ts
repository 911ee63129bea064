import { registry, renderMetrics } from "@/server/api/metrics";
import { container } from "@/server/boot";
import { sameText } from "@/server/shared/crypto";
import { settings } from "@/server/shared/settings";

export const dynamic = "force-dynamic";

/** Open on a portal that listens on this machine only; elsewhere it needs `TENANTRY_METRICS_TOKEN`. */
function mayRead(request: Request): boolean {
  const { metricsToken, localOnly } = settings();
  const given = request.headers.get("authorization")?.replace(/^Bearer /i, "") ?? "";
  return metricsToken ? sameText(given, metricsToken) : localOnly;
}

export async function GET(request: Request) {
  if (!mayRead(request)) return new Response("Metrics need TENANTRY_METRICS_TOKEN.\n", { status: 403 });
  const { services } = await container();
  return new Response(await renderMetrics(services), { headers: { "content-type": registry.contentType } });
}
