import { expect } from "vitest";
import type { Condition } from "@/db/schema";
import { isAppError } from "@/server/shared/errors";
import {
  type ApplyScriptSpec,
  type Call,
  type ConnectionSpec,
  type ImportAppSpec,
  type LicenceSpec,
  type MemberSpec,
  PLATFORM_ERRORS,
  type Platform,
  type ReloadStatus,
  type SpaceSpec,
  type StartReloadSpec,
  type TenantRef,
  type TenantSpec,
  type VerifySpec,
} from "../port";

/** What one platform brings to the contract suite. */
export interface PlatformHarness {
  platform: Platform;
  /**
   * Named `main`, with a table `orders(id, country, amount)` of four rows: (1, DE, 10), (2, DE, 20), (3, FR, 30),
   * (4, IT, 40). Its secret is `SECRET`.
   */
  connection(): ConnectionSpec;
  close(): Promise<void>;
}

export const SECRET = "contract-Secret-9d1f";

/** Load scripts by what they are for. A platform that runs none knows them by the name in their first line. */
export const SCRIPTS = {
  orders: "// contract: orders\nLIB CONNECT TO 'main';\norders:\nSQL SELECT * FROM $(orders);\n",
  broken:
    "// contract: broken\nLIB CONNECT TO 'main';\norders:\nSQL SELECT nothing_of_this FROM $(orders);\n",
  slow: `// contract: slow\nLIB CONNECT TO 'main';\norders:\nSQL SELECT a.id, a.country, a.amount FROM ${Array.from("abcdefghijklmn", (x) => `orders ${x}`).join(", ")};\n`,
  loops:
    "// contract: loops\na:\nLOAD * INLINE [x, y\n1, 2];\nb:\nLOAD * INLINE [y, z\n2, 3];\nc:\nLOAD * INLINE [z, x\n3, 1];\n",
  syntheticKeys:
    "// contract: syntheticKeys\na:\nLOAD * INLINE [x, y, p\n1, 2, 3];\nb:\nLOAD * INLINE [x, y, q\n1, 2, 3];\n",
} as const;

let made = 0;

/** One tenant of one platform, and calls on it as a workflow would make them. */
export class World {
  readonly tenant: TenantRef = { id: `ten_${++made}x${Math.random().toString(36).slice(2, 8)}` };
  readonly app = `app_${this.tenant.id}`;
  private steps = 0;

  constructor(readonly harness: PlatformHarness) {}

  get platform(): Platform {
    return this.harness.platform;
  }

  /** A call of a new step; pass its key for a retry of the same step. */
  call(key = `${this.tenant.id}:${++this.steps}`, attempt = 1): Call {
    return { tenant: this.tenant, key, attempt, signal: AbortSignal.timeout(30_000) };
  }

  tenantSpec(over: Partial<TenantSpec> = {}): TenantSpec {
    return { slug: "acme", name: "Acme", region: "eu", language: "en", ...over };
  }

  licence(over: Partial<LicenceSpec["entitlements"]> = {}): LicenceSpec {
    const entitlements = {
      rows: 1e6,
      apps: 3,
      members: 3,
      reloadsPerDay: 50,
      memoryMb: 256,
      reloadSeconds: 60,
      queryMemoryMb: 256,
      querySeconds: 30,
      storageMb: 100,
    };
    return { plan: "team", entitlements: { ...entitlements, ...over } };
  }

  space(over: Partial<SpaceSpec> = {}): SpaceSpec {
    return { name: "Live", kind: "managed", rights: {}, ...over };
  }

  member(over: Partial<MemberSpec> = {}): MemberSpec {
    return { email: "a@acme.test", name: "A", role: "viewer", groups: [], ...over };
  }

  appSpec(over: Partial<ImportAppSpec> = {}): ImportAppSpec {
    return {
      app: this.app,
      title: "Sales",
      template: "sales",
      version: "1.0.0",
      contentHash: "h1",
      sheets: [],
      ...over,
    };
  }

  script(name: keyof typeof SCRIPTS = "orders", where: Condition[] = []): ApplyScriptSpec {
    const columns = [{ name: "id" }, { name: "country" }, { name: "amount" }];
    return {
      app: this.app,
      script: SCRIPTS[name],
      connections: { main: "main" },
      parameters: {},
      tables: [{ name: "orders", connection: "main", columns }],
      mapping: where.length > 0 ? { orders: { where } } : {},
      files: [],
    };
  }

  reloadSpec(over: Partial<StartReloadSpec> = {}): StartReloadSpec {
    const id = `${this.tenant.id}_${++this.steps}`;
    const limits = { rows: 1e6, memoryMb: 256, seconds: 60, storageMb: 100 };
    return { app: this.app, reload: `rel_${id}`, generation: `gen_${id}`, limits, ...over };
  }

  verifySpec(generation: string, over: Partial<VerifySpec> = {}): VerifySpec {
    const allow = { loops: false, syntheticKeys: false };
    return { app: this.app, generation, allow, fields: ["id", "country"], checks: [], maxRows: 1e6, ...over };
  }

  /** Tenant, space, connection, app and script. */
  async prepare(script = this.script()): Promise<void> {
    const p = this.platform;
    await p.createTenant.apply(this.call(), this.tenantSpec());
    await p.ensureSpaces.apply(this.call(), { spaces: [this.space()] });
    await p.putConnections.apply(this.call(), { connections: [this.harness.connection()] });
    await p.importApp.apply(this.call(), this.appSpec());
    await p.applyScript.apply(this.call(), script);
  }

  /** Starts a reload and waits for its end. */
  async reload(spec = this.reloadSpec()): Promise<ReloadStatus & { id: string; generationId: string }> {
    await this.platform.startReload.apply(this.call(), spec);
    return { ...(await this.ended(spec.reload)), id: spec.reload, generationId: spec.generation };
  }

  async ended(reload: string): Promise<ReloadStatus> {
    for (;;) {
      const status = await this.platform.reloadStatus(this.tenant, reload);
      if ((status.state !== "queued" && status.state !== "running") || status.interrupted) return status;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  async publish(generation: string) {
    const input = { app: this.app, space: "Live", generation, version: "1.0.0" };
    return this.platform.publish.apply(this.call(), input);
  }

  async sum(which: "published" | "staged" = "published") {
    const query = { dimensions: [], measures: ["Sum(amount)"] };
    return (await this.platform.query(this.tenant, this.app, query, which)).rows[0]?.[0];
  }
}

/** The call fails with this code, says what to do about retrying as the port promises, and shows no secret. */
export async function refused(work: Promise<unknown>, code: string): Promise<void> {
  const error = await work.then(
    () => {
      throw new Error(`It was not refused; expected ${code}.`);
    },
    (e: unknown) => e,
  );
  if (!isAppError(error)) throw error;
  expect(error.code).toBe(code);
  expect(error.message).not.toContain(SECRET);
  const promised = (PLATFORM_ERRORS as Record<string, { retryable: boolean }>)[code];
  if (promised) expect(error.options.retryable).toBe(promised.retryable);
}
