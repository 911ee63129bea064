import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { createApiContext } from "@/server/api/context";
import { appRouter } from "@/server/api/root";
import { container } from "@/server/boot";
import { settings } from "@/server/shared/settings";

export const dynamic = "force-dynamic";

async function handler(request: Request) {
  const { services } = await container();
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    // The questions of a whole sheet are longer than an address may be.
    allowMethodOverride: true,
    createContext: () => createApiContext(services, request.headers, settings().url),
  });
}

export { handler as GET, handler as POST };
