/** Tenants of whom events were kept since somebody asked: the sweep of limits looks at no others. */
const KEY = Symbol.for("tenantry.usage.changed");
const holder = globalThis as { [KEY]?: Set<string> };
holder[KEY] ??= new Set();
const changed = holder[KEY];

export function noteKept(tenantIds: Iterable<string>): void {
  for (const id of tenantIds) changed.add(id);
}

export function takeKept(): string[] {
  const taken = [...changed];
  changed.clear();
  return taken;
}
