import { RateLimiterMemory } from "rate-limiter-flexible";
import type { Services } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { readBody } from "@/server/shared/read-body";
import { connected } from "./keys";
import { takeNotice } from "./notices";
import type { PaymentNotice } from "./port";

/** Stripe's largest events are well below it. */
export const MOST_EVENT_BYTES = 512 * 1024;
const MINUTE_S = 60;
const FORGED_A_MINUTE = 60;

const KEY = Symbol.for("tenantry.forged-events");
const holder = globalThis as { [KEY]?: RateLimiterMemory };

/** Counts what was not signed, by network address: whoever signs is never kept waiting. */
function forged(): RateLimiterMemory {
  holder[KEY] ??= new RateLimiterMemory({ points: FORGED_A_MINUTE, duration: MINUTE_S });
  return holder[KEY];
}

/**
 * Takes one event a provider sends. Its signature is the only permission it has or needs: it books what the provider then
 * answers, nothing it says itself.
 * @throws `payments.signature`, `payments.unreachable`: it is to be sent again
 */
export async function takeEvent(
  services: Services,
  request: Request,
  { provider, address }: { provider: string; address: string },
): Promise<void> {
  const found = await connected(services);
  if (found?.online.name !== provider)
    throw new AppError("not-found", "route.not_found", "There is nothing at this address.");
  const limiter = forged();
  if (((await limiter.get(address))?.consumedPoints ?? 0) > FORGED_A_MINUTE)
    throw new AppError("too-many", "payments.too_many", "Too many events that were not signed.", {
      retryAfterSeconds: MINUTE_S,
    });
  const body = await readBody(request, MOST_EVENT_BYTES);
  if (body === null) throw new AppError("too-large", "request.too_large", "The event is too large.");
  const signature = request.headers.get("stripe-signature") ?? "";
  let notice: PaymentNotice;
  try {
    notice = found.online.read(body, signature, services.clock.now());
  } catch (error) {
    await limiter.consume(address).catch(() => undefined);
    throw error;
  }
  const outcome = await takeNotice(services, found.online, notice);
  services.log.info({ event: notice.id, type: notice.type, outcome }, "payment event");
}
