import type { Branding } from "@/db/schema";

/** Variables a customer's colours set on the dashboard's own element; none without a colour. */
export function brandVariables(_branding: Branding): Record<string, string> {
  return {};
}
