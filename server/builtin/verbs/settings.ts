import { read, readAll } from "@/server/builtin/effects";
import { requireObject } from "@/server/builtin/objects";
import { platformError } from "@/server/platform/errors";
import type {
  ConnectionSpec,
  IdentitySpec,
  LicenceSpec,
  MemberSpec,
  PlatformState,
  ScheduleAppSpec,
  SpaceSpec,
} from "@/server/platform/port";
import type { StateVerb } from "./verb";

export const configureIdentity: StateVerb<IdentitySpec> = {
  wishes: (input) => [{ kind: "identity", key: "keys", value: { keys: input.keys } }],
  async check(_state, input) {
    const hidden = input.keys.find((k) => ["d", "p", "q", "k"].some((part) => part in k.publicJwk));
    if (hidden)
      throw platformError("platform.invalid", `The key "${hidden.kid}" holds a private part.`, {
        advice: "Register the public half only.",
      });
  },
};

export const assignLicence: StateVerb<LicenceSpec> = {
  wishes: (input) => [{ kind: "licence", key: "licence", value: { ...input } }],
};

export const ensureGroups: StateVerb<{ names: string[] }> = {
  wishes: (input) => input.names.map((name) => ({ kind: "group", key: name, value: { name } })),
};

export const ensureSpaces: StateVerb<{ spaces: SpaceSpec[] }> = {
  wishes: (input) => input.spaces.map((space) => ({ kind: "space", key: space.name, value: { ...space } })),
  async check(state, input, call) {
    const groups = input.spaces.flatMap((s) => Object.keys(s.rights));
    for (const group of new Set(groups)) await requireObject(state, call.tenant.id, "group", group);
  },
};

export const ensureMembers: StateVerb<{ members: MemberSpec[] }> = {
  wishes: (input) =>
    input.members.map((m) => ({ kind: "member", key: m.email.toLowerCase(), value: { ...m } })),
  async check(state, input, call) {
    const tenant = call.tenant.id;
    const groups = input.members.flatMap((m) => m.groups);
    for (const group of new Set(groups)) await requireObject(state, tenant, "group", group);
    const all = new Set((await readAll(state, tenant, "member")).map((m) => m.key));
    const before = all.size;
    for (const m of input.members) all.add(m.email.toLowerCase());
    if (all.size > before) await withinPlan(state, tenant, "members", all.size);
  },
};

export const putConnections: StateVerb<{ connections: ConnectionSpec[] }> = {
  wishes: (input) =>
    input.connections.map(({ name, kind, properties, secretHmac }) => ({
      kind: "connection",
      key: name,
      value: { kind, properties, secretHmac },
    })),
};

export const schedule: StateVerb<ScheduleAppSpec> = {
  wishes: (input) => [{ kind: "schedule", key: input.app, value: input.schedule }],
  async check(state, input, call) {
    await requireObject(state, call.tenant.id, "app", input.app);
  },
};

/** Throws `platform.limit` where the plan allows fewer. Without a licence nothing is limited. */
export async function withinPlan(
  state: PlatformState,
  tenant: string,
  what: "apps" | "members",
  count: number,
): Promise<void> {
  const limit = (await read(state, tenant, "licence", "licence"))?.value.entitlements[what];
  if (limit === undefined || count <= limit) return;
  throw platformError("platform.limit", `The plan allows ${limit} ${what}; this would be ${count}.`, {
    advice: "Choose a larger plan.",
    params: { what, limit, count },
  });
}
