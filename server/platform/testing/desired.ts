import { missing, platformError } from "../errors";
import { fingerprintOf } from "../fingerprint";
import type {
  ApplyScriptSpec,
  Call,
  ConnectionSpec,
  Entitlements,
  IdentitySpec,
  ImportAppSpec,
  LicenceSpec,
  MemberSpec,
  PublishSpec,
  ScheduleAppSpec,
  SpaceSpec,
  TenantSpec,
} from "../port";
import type { FakeObjects, Item } from "./objects";

/** One verb of the fake as data: what it wants to be there, and what must be there before. */
export interface FakeVerb<I> {
  items(input: I, call: Call, world: World): Item[];
  check?(input: I, world: World): void;
}

/** What a check may look at: one tenant's objects. */
export interface World {
  has(kind: string, key: string): boolean;
  value<T>(kind: string, key: string): T | null;
  count(kind: string): number;
}

export function worldOf(objects: FakeObjects, tenant: string): World {
  return {
    has: (kind, key) => (objects.get(tenant, kind, key)?.value ?? null) !== null,
    value: <T>(kind: string, key: string) => (objects.get(tenant, kind, key)?.value ?? null) as T | null,
    count: (kind) => objects.list(tenant, kind).length,
  };
}

export const createTenant: FakeVerb<TenantSpec> = {
  items: (input, call) => [{ kind: "tenant", key: call.tenant.id, value: { ...input } }],
};

export const configureIdentity: FakeVerb<IdentitySpec> = {
  items: (input) => [{ kind: "identity", key: "keys", value: { ...input } }],
};

export const assignLicence: FakeVerb<LicenceSpec> = {
  items: (input) => [{ kind: "licence", key: "licence", value: { ...input } }],
};

export const ensureGroups: FakeVerb<{ names: string[] }> = {
  items: (input) => input.names.map((n) => ({ kind: "group", key: n, value: { name: n } })),
};

export const ensureSpaces: FakeVerb<{ spaces: SpaceSpec[] }> = {
  items: (input) => input.spaces.map((s) => ({ kind: "space", key: s.name, value: { ...s } })),
  check(input, world) {
    for (const group of input.spaces.flatMap((s) => Object.keys(s.rights)))
      if (!world.has("group", group)) throw missing("group", group, "ensureGroups");
  },
};

export const ensureMembers: FakeVerb<{ members: MemberSpec[] }> = {
  items: (input) =>
    input.members.map((m) => ({ kind: "member", key: m.email.toLowerCase(), value: { ...m } })),
  check(input, world) {
    for (const group of input.members.flatMap((m) => m.groups))
      if (!world.has("group", group)) throw missing("group", group, "ensureGroups");
    const emails = new Set(input.members.map((m) => m.email.toLowerCase()));
    const more = [...emails].filter((email) => !world.has("member", email)).length;
    if (more > 0) withinPlan(world, "members", world.count("member") + more);
  },
};

export const putConnections: FakeVerb<{ connections: ConnectionSpec[] }> = {
  items: (input) =>
    input.connections.map(({ name, kind, properties, secretHmac }) => ({
      kind: "connection",
      key: name,
      value: { kind, properties, secretHmac },
    })),
};

export const importApp: FakeVerb<ImportAppSpec> = {
  items: ({ app, ...value }) => [{ kind: "app", key: app, value }],
  check(input, world) {
    if (!world.has("app", input.app)) withinPlan(world, "apps", world.count("app") + 1);
  },
};

export const applyScript: FakeVerb<ApplyScriptSpec> = {
  items: (input, _call, world) => {
    const { app, ...value } = input;
    return [{ kind: "script", key: app, value: { ...value, fingerprint: scriptFingerprint(input, world) } }];
  },
  check(input, world) {
    if (!world.has("app", input.app)) throw missing("app", input.app, "importApp");
    for (const connection of Object.values(input.connections))
      if (!world.has("connection", connection)) throw missing("connection", connection, "putConnections");
  },
};

/** Changes with the script, what it is given, and the connections behind it. */
export function scriptFingerprint(input: ApplyScriptSpec, world: World): string {
  const names = Object.values(input.connections);
  const behind = names.flatMap((name) => {
    const value = world.value<ConnectionSpec>("connection", name);
    return value ? [[name, value] as const] : [];
  });
  return fingerprintOf(input, Object.fromEntries(behind));
}

export const publish: FakeVerb<PublishSpec> = {
  items: ({ app, ...value }) => [{ kind: "published", key: app, value }],
  check(input, world) {
    if (!world.has("app", input.app)) throw missing("app", input.app, "importApp");
    const space = world.value<SpaceSpec>("space", input.space);
    if (!space) throw missing("space", input.space, "ensureSpaces");
    if (space.kind !== "managed")
      throw platformError(
        "platform.invalid",
        `The space "${input.space}" is shared; apps are published in managed spaces.`,
      );
    if (world.value<{ app: string }>("generation", input.generation)?.app !== input.app)
      throw missing("generation", input.generation, "startReload");
  },
};

export const schedule: FakeVerb<ScheduleAppSpec> = {
  items: (input) => [{ kind: "schedule", key: input.app, value: input.schedule }],
  check(input, world) {
    if (!world.has("app", input.app)) throw missing("app", input.app, "importApp");
  },
};

export const suspend: FakeVerb<Record<string, never>> = {
  items: () => [{ kind: "suspension", key: "tenant", value: { suspended: true } }],
};

export const resume: FakeVerb<Record<string, never>> = {
  items: () => [{ kind: "suspension", key: "tenant", value: null }],
};

function withinPlan(world: World, what: "apps" | "members", count: number): void {
  const limit = world.value<{ entitlements: Entitlements }>("licence", "licence")?.entitlements[what];
  if (limit !== undefined && count > limit)
    throw platformError("platform.limit", `The plan allows ${limit} ${what}; this would be ${count}.`, {
      advice: "Choose a larger plan.",
      params: { what, limit, count },
    });
}
