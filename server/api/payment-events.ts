import { networkAddress } from "@/server/auth/network-address";
import { takeEvent } from "@/server/billing";
import type { Services } from "@/server/shared/context";
import { newId } from "@/server/shared/ids";
import { problem } from "./rest/problem";

/** Answers a provider's event: 200 once it is booked or noted; anything else, and the provider sends it again. */
export async function handlePaymentEvent(
  services: Services,
  request: Request,
  provider: string,
): Promise<Response> {
  try {
    const address = networkAddress(request.headers.get("x-forwarded-for"));
    await takeEvent(services, request, { provider, address });
    return Response.json({ received: true });
  } catch (error) {
    return problem(error, newId("request"), services.log);
  }
}
