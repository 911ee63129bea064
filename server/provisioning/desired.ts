import type { Branding, ReloadSchedule, TableMapping } from "@/db/schema";
import type { IdentitySpec, MemberSpec, SpaceSpec } from "@/server/platform/port";
import { sha256 } from "@/server/shared/crypto";
import { canonicalJson } from "@/server/shared/json";

/** A tenant as it shall be: plain JSON, kept in the tenant's row and in the run's input. Secrets only by reference. */
export interface DesiredTenant {
  slug: string;
  name: string;
  /** With its version: `growth@1`. */
  plan: string;
  platform: string;
  region: string;
  language: string;
  branding: Branding;
  identity: IdentitySpec;
  groups: string[];
  spaces: SpaceSpec[];
  members: MemberSpec[];
  connections: DesiredConnection[];
  apps: DesiredApp[];
}

export interface DesiredConnection {
  name: string;
  kind: string;
  properties: Record<string, unknown>;
  /** Name of the variable it came from, and an HMAC that changes when the value does. */
  secret: { env: string; hmac: string } | null;
}

export interface DesiredApp {
  template: string;
  version: string;
  title: string;
  connections: Record<string, string>;
  parameters: Record<string, string | number | boolean | null>;
  tables: Record<string, TableMapping>;
  publish: boolean;
  /** Managed space it is published in. */
  space: string;
  schedule: ReloadSchedule | null;
}

const LISTS = { members: "email", connections: "name", spaces: "name", apps: "template" } as const;

/** The same wishes in the same order, however a file lists them. */
export function normalize(desired: DesiredTenant): DesiredTenant {
  const by = <T>(list: T[], key: keyof T) =>
    [...list].sort((a, b) => (String(a[key]) < String(b[key]) ? -1 : 1));
  return {
    ...desired,
    groups: [...desired.groups].sort(),
    members: by(desired.members, "email").map((m) => ({ ...m, groups: [...m.groups].sort() })),
    connections: by(desired.connections, "name"),
    spaces: by(desired.spaces, "name"),
    apps: by(desired.apps, "template"),
  };
}

/** Equal for equal wishes. */
export function desiredHash(desired: DesiredTenant): string {
  return sha256(canonicalJson(normalize(desired)));
}

export interface Difference {
  change: "add" | "change" | "remove";
  /** `name`, `members`, `apps`, … */
  part: string;
  /** Natural key within the part; absent for single values. */
  key?: string;
}

/** What differs between two desired states. `remove` is carried out only with `--prune`. */
export function differences(before: DesiredTenant | null, after: DesiredTenant): Difference[] {
  const single = ["name", "plan", "region", "language", "branding", "identity"] as const;
  const found: Difference[] = single
    .filter((part) => canonicalJson(before?.[part]) !== canonicalJson(after[part]))
    .map((part) => ({ change: before ? "change" : "add", part }));
  found.push(...listDifferences("groups", keyed(before?.groups), keyed(after.groups)));
  for (const [part, key] of Object.entries(LISTS) as [keyof typeof LISTS, string][])
    found.push(...listDifferences(part, keyed(before?.[part], key), keyed(after[part], key)));
  return found;
}

function keyed(list: readonly unknown[] = [], key?: string): Map<string, string> {
  const name = (item: unknown) => String(key ? (item as Record<string, unknown>)[key] : item);
  return new Map(list.map((item) => [name(item), canonicalJson(item)]));
}

function listDifferences(
  part: string,
  before: Map<string, string>,
  after: Map<string, string>,
): Difference[] {
  const written = [...after].flatMap(([key, value]): Difference[] => {
    if (before.get(key) === value) return [];
    return [{ change: before.has(key) ? "change" : "add", part, key }];
  });
  const gone = [...before.keys()].filter((k) => !after.has(k));
  return [...written, ...gone.map((key): Difference => ({ change: "remove", part, key }))];
}
