import { handleRest } from "@/server/api/rest/handler";
import { container } from "@/server/boot";

export const dynamic = "force-dynamic";

async function handler(request: Request) {
  const { services } = await container();
  return handleRest(services, request);
}

export { handler as DELETE, handler as GET, handler as PATCH, handler as POST, handler as PUT };
