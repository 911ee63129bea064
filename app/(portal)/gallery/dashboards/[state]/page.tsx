import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { GALLERY_STATES } from "@/components/gallery/dashboards/fixture-source";
import { GalleryDashboard } from "@/components/gallery/dashboards/gallery-dashboard";
import { requireMe } from "@/components/providers/session";
import { settings } from "@/server/shared/settings";

export const metadata: Metadata = { title: "Gallery" };

interface Props {
  params: Promise<{ state: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** For development and tests only: `?theme=dark&sheet=details&language=de&brand=0b6b62`. */
export default async function Page({ params, searchParams }: Props) {
  if (!settings().gallery) notFound();
  const [{ state }, query] = await Promise.all([params, searchParams, requireMe()]);
  const known = GALLERY_STATES.find((s) => s === state);
  if (!known) notFound();
  const one = (name: string) => (typeof query[name] === "string" ? query[name] : undefined);
  const theme = one("theme");
  return (
    <GalleryDashboard
      state={known}
      theme={theme === "dark" || theme === "light" ? theme : undefined}
      sheet={one("sheet")}
      language={one("language")}
      brand={one("brand")}
    />
  );
}
