import NextAuth from "next-auth";
import { authOptions } from "@/server/auth/next-auth";
import { container } from "@/server/boot";
import { settings } from "@/server/shared/settings";

export const dynamic = "force-dynamic";

async function handler(request: Request, context: { params: Promise<{ nextauth: string[] }> }) {
  const { services } = await container();
  return NextAuth(request as never, context as never, authOptions(services, settings().url));
}

export { handler as GET, handler as POST };
