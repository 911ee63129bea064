import type { Metadata } from "next";
import { VersionPage } from "@/components/billing/catalogue/version-page";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { requireOperator } from "@/components/providers/session";

interface Props {
  params: Promise<{ ref: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ ref }] = await Promise.all([params, requireOperator()]);
  return { title: decodeURIComponent(ref) };
}

export default async function Page({ params }: Props) {
  const [{ ref }, { permissions }] = await Promise.all([params, requireOperator()]);
  return permissions.includes("plans:read") ? (
    <VersionPage plan={decodeURIComponent(ref)} />
  ) : (
    <ForbiddenState permission="plans:read" />
  );
}
