import type { Actor } from "@/server/auth/actor";
import type { Services } from "@/server/shared/context";
import { countUsage } from "@/server/shared/metering";
import { requireWithin } from "@/server/usage";
import type { RestRoute } from "./route";

/** A tenant's key whose calls are used up may still ask what was used. @throws `usage.limit` */
export async function withinLimits(
  services: Services,
  actor: Actor,
  route: Pick<RestRoute, "noun">,
): Promise<void> {
  if (actor.type === "apiKey" && actor.tenantId && route.noun !== "usage")
    await requireWithin(services, actor.tenantId, "api");
}

/** Meters an answer to a tenant's own key: one call, and the bytes of its body as they go out. Operators' keys are free. */
export function metered(actor: Actor, response: Response): Response {
  if (actor.type !== "apiKey" || !actor.tenantId || !response.ok) return response;
  const { tenantId } = actor;
  countUsage(tenantId, "api_calls", 1);
  if (!response.body) return response;
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, out) {
      countUsage(tenantId, "api_bytes", chunk.byteLength);
      out.enqueue(chunk);
    },
  });
  const { status, headers } = response;
  return new Response(response.body.pipeThrough(counting), { status, headers });
}
