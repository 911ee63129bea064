import { and, eq, exists, sql } from "drizzle-orm";
import type {
  Asker,
  Batch,
  BatchAnswer,
  DataModel,
  FieldValuesQuery,
  FieldValuesResult,
  Query,
  QueryResult,
} from "@/server/platform/model";
import type { Services } from "@/server/shared/context";
import { AppError, notFound } from "@/server/shared/errors";
import type { AppRow } from "./app";
import type { AppAsker } from "./asker";
import { admitted, refuseQuery, refuseValues, type Withheld } from "./wall";
import { withheldFields } from "./withheld";

/**
 * An app that may be asked. Whoever makes one has checked that the asker is allowed to open it; what of its fields they
 * may not see is refused here, for every door, before the engine is asked.
 */
export interface AskableApp {
  /** A question about what is withheld is answered by its refusal. @throws `query.withheld` for a selection */
  ask(batch: Batch, asker: AppAsker, signal?: AbortSignal): Promise<BatchAnswer>;
  /** @throws `query.withheld` */
  query(query: Query, asker: AppAsker): Promise<QueryResult>;
  /** @throws `query.withheld` */
  fieldValues(query: FieldValuesQuery, asker: AppAsker): Promise<FieldValuesResult>;
  model(asker: AppAsker): Promise<DataModel>;
}

const OPEN: Withheld = new Set();

/** The asker as an engine knows them: to it, a withheld field does not exist, however its name is made up. */
function forEngine({ user, email, groups }: AppAsker, fields: Withheld): Asker {
  return {
    user,
    groups,
    ...(email === undefined ? {} : { email }),
    ...(fields.size > 0 ? { withheld: [...fields] } : {}),
  };
}

/**
 * The app as its platform knows it. Checks no permission: the caller has opened the tenant, or holds an embed session.
 * @throws `apps.suspended`, `apps.no_data`
 */
export async function askableApp(
  services: Pick<Services, "store" | "platform">,
  row: AppRow,
  which: "published" | "staged" = "published",
): Promise<AskableApp> {
  const { tenants: t, grants: g } = services.store.tables;
  // Asked along with the tenant: who has granted no class pays nothing more.
  const granted = services.store.read
    .select({ one: sql`1` })
    .from(g)
    .where(and(eq(g.tenantId, t.id), eq(g.appId, ""), eq(g.kind, "field-class")));
  const [tenant] = await services.store.read
    .select({ platform: t.platform, state: t.state, name: t.name, classes: exists(granted) })
    .from(t)
    .where(eq(t.id, row.tenantId));
  if (!tenant) throw notFound("app", row.id);
  if (tenant.state === "suspended" || tenant.state === "deleting")
    throw new AppError("forbidden", "apps.suspended", `${tenant.name} is ${tenant.state}.`, {
      advice: "Resume the tenant first.",
    });
  if (!(which === "staged" ? row.stagedGenerationId : row.publishedGenerationId))
    throw new AppError("conflict", "apps.no_data", `"${row.title}" has no ${which} data yet.`, {
      advice: "Wait for its provisioning to end, or start a reload.",
    });
  const platform = services.platform(tenant.platform);
  const at = { id: row.tenantId };
  const from = (asker: AppAsker) =>
    tenant.classes ? withheldFields(services, row, asker, which) : Promise.resolve(OPEN);
  return {
    async ask(batch, asker, signal) {
      const fields = await from(asker);
      const who = forEngine(asker, fields);
      if (fields.size === 0) return platform.ask(at, row.id, batch, signal, who);
      const { batch: rest, refused } = admitted(batch, fields);
      const answer = await platform.ask(at, row.id, rest, signal, who);
      return { ...answer, answers: { ...answer.answers, ...refused } };
    },
    async query(query, asker) {
      const fields = await from(asker);
      refuseQuery(query, fields);
      return platform.query(at, row.id, query, which, forEngine(asker, fields));
    },
    async fieldValues(query, asker) {
      const fields = await from(asker);
      refuseValues(query, fields);
      return platform.fieldValues(at, row.id, query, forEngine(asker, fields));
    },
    async model(asker) {
      return platform.model(at, row.id, forEngine(asker, await from(asker)));
    },
  };
}
