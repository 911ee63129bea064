import { settings } from "@/server/shared/settings";

/** Origins of this installation: where people work, and where embeds are served. */
export function addresses(): { portal: string; embed: string } {
  const { url, embedUrl } = settings();
  return { portal: new URL(url).origin, embed: new URL(embedUrl).origin };
}
