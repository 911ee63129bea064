import { useQueryStates } from "nuqs";
import { addSearch, MOST_NAMED } from "../templates/add/search-params";

/** Whom a fleet's page is about, by its address: those named, or what the filters find; else every active tenant. */
export function useTarget() {
  const [{ ids, q, state, health, plan }] = useQueryStates(addSearch);
  if (ids && ids.length > 0) return { ids: ids.slice(0, MOST_NAMED) };
  const filter = { q: q || undefined, state: state ?? undefined, health: health ?? undefined };
  const asked = q || state || health || plan;
  return { filter: asked ? { ...filter, plan: plan || undefined } : { state: "active" as const } };
}
