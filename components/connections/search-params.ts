import { createLoader, parseAsString, parseAsStringLiteral } from "nuqs/server";

export const TEST_STATES = ["ok", "failed", "never"] as const;

/** The list of connections by its address. */
export const connectionSearch = {
  q: parseAsString.withDefault(""),
  kind: parseAsString,
  test: parseAsStringLiteral(TEST_STATES),
  tenant: parseAsString,
  cursor: parseAsString,
};

export const loadConnectionSearch = createLoader(connectionSearch);

export type ConnectionSearch = Awaited<ReturnType<typeof loadConnectionSearch>>;

export function connectionListInput({ q, kind, test, tenant, cursor }: ConnectionSearch) {
  return {
    q: q.trim().slice(0, 200) || undefined,
    kind: kind?.slice(0, 40) || undefined,
    test: test ?? undefined,
    tenantId: tenant ?? undefined,
    cursor: cursor ?? undefined,
    limit: 50,
  };
}
