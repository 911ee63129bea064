import { handlePaymentEvent } from "@/server/api/payment-events";
import { container } from "@/server/boot";

export const dynamic = "force-dynamic";

/** Where a payment provider sends its events. Signed by it; there is no session, and nothing of a browser's counts. */
export async function POST(request: Request, { params }: { params: Promise<{ provider: string }> }) {
  const [{ services }, { provider }] = await Promise.all([container(), params]);
  return handlePaymentEvent(services, request, provider);
}
