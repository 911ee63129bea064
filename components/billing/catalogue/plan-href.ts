/** The page of a plan's version; `growth@1` stays readable in the address. */
export const planHref = (ref: string) => `/billing/plans/${encodeURIComponent(ref).replace("%40", "@")}`;

/** Tenants that have exactly this version. */
export const tenantsHref = (ref: string) => `/tenants?plan=${encodeURIComponent(ref)}`;
