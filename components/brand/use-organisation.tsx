"use client";

import { usePathname } from "next/navigation";
import { useMe } from "../providers/me";
import { BrandStyle } from "./brand-style";
import { type Organisation, organisationAt } from "./organisation";

/** The organisation whose look this page wears, or null. */
export function useOrganisation(): Organisation | null {
  const path = usePathname();
  return organisationAt(useMe(), path);
}

/** The look of the organisation this page is of; follows from page to page. */
export function OwnBrand() {
  const own = useOrganisation();
  return own ? <BrandStyle look={own.look} /> : null;
}
