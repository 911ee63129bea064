import { didYouMean } from "@/server/shared/nearest";
import { fitsParameter, type Manifest } from "@/server/templates";
import type { DesiredApp } from "./desired";
import type { TenantEntry } from "./tenants-file";

type AppEntry = Pick<TenantEntry["apps"][number], "connections" | "parameters" | "tables">;
/** What of a tenant an app's slots are filled from. */
type Connected = { connections: Pick<TenantEntry["connections"][number], "name" | "kind">[] };
type Tell = (path: PropertyKey[], message: string) => void;

/** Fills a template's slots and parameters for one customer; tells what is missing, unknown or of the wrong type. */
export function checkApp(
  tenant: Connected,
  app: AppEntry,
  manifest: Manifest,
  tell: Tell,
): Pick<DesiredApp, "connections" | "parameters"> {
  checkTables(app, manifest, tell);
  return {
    connections: fillSlots(tenant, app, manifest, tell),
    parameters: fillParameters(app, manifest, tell),
  };
}

/** A slot takes the connection it is mapped to, else the one of its own name, else the only one there is. */
function fillSlots(tenant: Connected, app: AppEntry, manifest: Manifest, tell: Tell): Record<string, string> {
  const slots = manifest.connections.map((c) => c.name);
  unknownKeys(app.connections, slots, "connection slot", (key, message) =>
    tell(["connections", key], message),
  );
  const filled: Record<string, string> = {};
  for (const slot of manifest.connections) {
    const only = tenant.connections.length === 1 ? tenant.connections[0] : undefined;
    const same = tenant.connections.find((c) => c.name === slot.name);
    const wanted = app.connections[slot.name];
    const chosen = wanted ? tenant.connections.find((c) => c.name === wanted) : (same ?? only);
    if (!chosen) {
      tell(
        ["connections"],
        `${manifest.id} needs a connection for "${slot.name}": { ${slot.name}: <name of a connection> }`,
      );
      continue;
    }
    if (slot.kinds && !slot.kinds.includes(chosen.kind))
      tell(
        ["connections"],
        `"${slot.name}" takes ${slot.kinds.join(", ")}; "${chosen.name}" is ${chosen.kind}`,
      );
    filled[slot.name] = chosen.name;
  }
  return filled;
}

function fillParameters(app: AppEntry, manifest: Manifest, tell: Tell): DesiredApp["parameters"] {
  const names = manifest.parameters.map((p) => p.name);
  unknownKeys(app.parameters, names, "parameter", (key, message) => tell(["parameters", key], message));
  const filled: DesiredApp["parameters"] = {};
  for (const p of manifest.parameters) {
    const value = app.parameters[p.name] ?? p.default;
    if (value === undefined && p.required)
      tell(["parameters"], `${manifest.id} needs the parameter "${p.name}"`);
    else if (value !== undefined && !fitsParameter(p.type, value))
      tell(["parameters", p.name], `needs a ${p.type}${p.type === "date" ? " such as 2026-01-31" : ""}`);
    filled[p.name] = value ?? null;
  }
  return filled;
}

function checkTables(app: AppEntry, manifest: Manifest, tell: Tell): void {
  const names = manifest.tables.map((t) => t.name);
  unknownKeys(app.tables, names, "table", (key, message) => tell(["tables", key], message));
  for (const declared of manifest.tables) {
    const columns = app.tables[declared.name]?.columns ?? {};
    const known = declared.columns.map((c) => c.name);
    const at = (key: string, message: string) => tell(["tables", declared.name, "columns", key], message);
    unknownKeys(columns, known, "column", at);
    for (const c of declared.columns)
      if (columns[c.name] === "" && !c.optional)
        at(c.name, `"${c.name}" is not optional: it cannot be left out`);
  }
}

function unknownKeys(
  given: object,
  known: string[],
  what: string,
  tell: (key: string, message: string) => void,
): void {
  for (const key of Object.keys(given))
    if (!known.includes(key)) tell(key, `the template has no ${what} "${key}".${didYouMean(key, known)}`);
}
