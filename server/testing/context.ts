import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testStore } from "@/db/factories";
import type { OperatorRole, TenantRole } from "@/db/schema/states";
import type { Actor } from "@/server/auth/actor";
import { createSourceReach } from "@/server/settings/source-reach";
import { systemClock } from "@/server/shared/clock";
import type { Context, Services, Tools } from "@/server/shared/context";
import { createKeyring } from "@/server/shared/keyring.store";
import { silentLogger } from "@/server/shared/logger";

const absent = (what: string) =>
  new Proxy({} as never, {
    get() {
      throw new Error(`This test has no ${what}; pass one to testServices.`);
    },
  });

/** Sources that take any properties and reach nothing. */
const testTools: Tools = {
  connectionTester: {
    parse: (_kind, properties) => properties,
    paths: () => [],
    anchored: (_kind, properties) => properties,
    test: async () => ({ ok: false, code: "source.not_reachable", message: "Not reachable.", ms: 0 }),
  },
  schemaBrowser: {
    forms: () => [],
    open: async () => {
      throw new Error("This test has no sources to look into.");
    },
  },
  checkScript: () => [],
  scriptLanguage: { functions: [], keywords: [] },
  fileGrants: { of: () => [], remember: () => undefined },
  get sourceReach() {
    return createSourceReach({ hosts: [], folders: [] });
  },
};

/** Services over a fresh database and data folder. What a test does not pass in fails when it is used. */
export async function testServices(overrides: Partial<Services> = {}): Promise<Services> {
  const store = overrides.store ?? (await testStore());
  const clock = overrides.clock ?? systemClock;
  return {
    store,
    clock,
    log: silentLogger,
    workflows: absent("workflows"),
    keyring: createKeyring("a master secret that only tests know", { store, clock }),
    platform: () => absent("platform"),
    tools: testTools,
    dataFolder: mkdtempSync(join(tmpdir(), "tenantry-test-")),
    ...overrides,
  };
}

export function operator(role: OperatorRole = "owner"): Actor {
  return {
    type: "user",
    id: `usr_${role}`,
    name: role,
    operatorRole: role,
    memberships: [],
    mustChangePassword: false,
  };
}

export function memberOf(tenantId: string, role: TenantRole = "admin"): Actor {
  return {
    type: "user",
    id: `usr_${tenantId}_${role}`,
    name: role,
    operatorRole: null,
    memberships: [{ tenantId, role }],
    mustChangePassword: false,
  };
}

export function as(services: Services, actor: Actor): Context {
  return { ...services, actor, requestId: "req_test" };
}
