import { redirect } from "next/navigation";
import { requireOperator } from "@/components/providers/session";
import { SECTIONS } from "@/components/settings/sections";

/** The first page of the settings the person may open; that page says what is missing where there is none. */
export default async function Page() {
  const { permissions } = await requireOperator();
  redirect(SECTIONS.find(({ needs }) => permissions.includes(needs))?.href ?? "/settings/operators");
}
