import { handleUpload } from "@/server/api/uploads";
import { container } from "@/server/boot";
import { settings } from "@/server/shared/settings";

export const dynamic = "force-dynamic";

export async function POST(request: Request) {
  const { services } = await container();
  return handleUpload(services, request, settings().url);
}
