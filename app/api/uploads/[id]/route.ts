import { handleImage } from "@/server/api/uploads";
import { container } from "@/server/boot";
import { settings } from "@/server/shared/settings";

export const dynamic = "force-dynamic";

export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const [{ services }, { id }] = await Promise.all([container(), params]);
  return handleImage(services, request, { id, url: settings().url });
}
