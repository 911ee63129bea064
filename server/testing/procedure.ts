type Procedure = (input: unknown) => Promise<unknown>;

/** A procedure of a tRPC caller by its dotted path, however deep its router lies; undefined where there is none. */
export function procedureOf(caller: unknown, path: string): Procedure | undefined {
  const found = path.split(".").reduce<unknown>(
    // A caller's parts are proxies that are functions themselves.
    (at, part) => (at as Record<string, unknown> | undefined)?.[part],
    caller,
  );
  return found as Procedure | undefined;
}
