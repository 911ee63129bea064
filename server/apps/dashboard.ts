import { and, eq } from "drizzle-orm";
import { scopeOf } from "@/server/auth";
import type { DataModel } from "@/server/platform/model";
import { brandVariables } from "@/server/shared/brand/brand-model";
import type { Context, Services } from "@/server/shared/context";
import { AppError, notFound } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import type { Manifest, Sheet } from "@/server/templates";
import { askableApp } from "./answering";
import type { AppRow } from "./app";
import { type AppAsker, askerOf } from "./asker";
import type { DashboardDocument } from "./dashboard-document";
import { appRow } from "./get";
import { hiddenSheets } from "./hidden-sheets";
import { appIdInput } from "./schemas";
import { modelWithout } from "./wall";
import { withheldFields } from "./withheld";

/** Everything a dashboard needs before its first question. @throws `app.not_found`, `apps.no_data` */
export async function getDashboard(ctx: Context, input: { id: string }): Promise<DashboardDocument> {
  const { id } = parse(appIdInput, input);
  const row = await appRow(ctx, id);
  const opened = await scopeOf(ctx, "apps:query", "app", id, row);
  return publishedDashboard(ctx, row, await askerOf(ctx, opened));
}

/** As `getDashboard`, for an asker who is already known to be allowed: an embed session. */
export async function publishedDashboard(
  services: Pick<Services, "store" | "platform">,
  row: AppRow,
  asker: AppAsker,
): Promise<DashboardDocument> {
  const { store } = services;
  const { tenants: t, templateVersions: v } = store.tables;
  const { publishedGenerationId: generationId, publishedVersion: version } = row;
  if (!generationId || !version) throw noData(row);
  const [tenant] = await store.read
    .select({ name: t.name, language: t.language, zone: t.timeZone, branding: t.branding })
    .from(t)
    .where(eq(t.id, row.tenantId));
  const generation = await generationOf(services, row);
  const [template] = await store.read
    .select({ manifest: v.manifest, sheets: v.sheets })
    .from(v)
    .where(and(eq(v.templateId, row.templateId), eq(v.version, version)));
  if (!tenant) throw notFound("app", row.id);
  if (!generation || !template) throw noData(row);
  // Both were checked when they were written.
  const manifest = template.manifest as Manifest;
  const model = await seenModel(services, row, generation, asker);
  const hidden = await hiddenSheets(services, row, asker);
  return {
    app: { id: row.id, title: row.title, template: row.templateId, version },
    generation: generationId,
    dataAt: generation.createdAt.toISOString(),
    sheets: (template.sheets as unknown as Sheet[]).filter(({ sheet }) => !hidden.has(sheet)),
    measures: measuresOf(manifest),
    fields: fieldsOf(manifest, model),
    language: tenant.language,
    ...(tenant.zone ? { zone: tenant.zone } : {}),
    currency: currencyOf(row, manifest),
    tenant: { name: tenant.name },
    branding: tenant.branding,
    look: brandVariables(tenant.branding),
  };
}

type Generation = { model: unknown; createdAt: Date };

async function generationOf(
  { store }: Pick<Services, "store">,
  row: AppRow,
): Promise<Generation | undefined> {
  const { generations: g } = store.tables;
  const [found] = await store.read
    .select({ model: g.model, createdAt: g.createdAt })
    .from(g)
    .where(and(eq(g.tenantId, row.tenantId), eq(g.id, row.publishedGenerationId ?? "")));
  return found;
}

async function seenModel(
  services: Pick<Services, "store" | "platform">,
  row: AppRow,
  generation: Generation,
  asker: AppAsker,
): Promise<DataModel> {
  const stored = generation.model as DataModel;
  if (stored.restricted) return modelFor(services, row, asker);
  return modelWithout(stored, await withheldFields(services, row, asker));
}

/** Fields of the published data, as the asker may see them. @throws `apps.no_data`, `query.no_access` */
export async function fieldNames(
  services: Pick<Services, "store" | "platform">,
  row: AppRow,
  asker: AppAsker,
): Promise<Set<string>> {
  const generation = await generationOf(services, row);
  if (!generation) throw noData(row);
  const { fields = [] } = await seenModel(services, row, generation, asker);
  return new Set(fields.map(({ name }) => name));
}

/** What the asker may see of the data's fields. @throws `query.no_access` */
async function modelFor(
  services: Pick<Services, "store" | "platform">,
  row: AppRow,
  asker: AppAsker,
): Promise<DataModel> {
  const app = await askableApp(services, row);
  return app.model(asker);
}

function measuresOf(manifest: Manifest): DashboardDocument["measures"] {
  return Object.fromEntries(
    (manifest.measures ?? []).map(({ name, expression, label, format, better, description }) => [
      name,
      { label: label ?? name, value: expression, ...defined({ format, better, description }) },
    ]),
  );
}

/** Fields the data have; the template says how they are called and shown. */
function fieldsOf(manifest: Manifest, model: DataModel): DashboardDocument["fields"] {
  const declared = new Map((manifest.fields ?? []).map((f) => [f.name, f]));
  return Object.fromEntries(
    (model.fields ?? []).map(({ name, type, format, distinct, key }) => {
      const { label, format: display, description } = declared.get(name) ?? {};
      return [name, { type, distinct, key, ...defined({ format, label, display, description }) }];
    }),
  );
}

const CURRENCY = /^[A-Z]{3}$/;

/** The app's parameter `currency`, the template's default of it, or the first currency a format of it names. */
function currencyOf(row: AppRow, manifest: Manifest): string | null {
  const parameter = (manifest.parameters ?? []).find((p) => p.name.toLowerCase() === "currency");
  const formats = [...(manifest.measures ?? []), ...(manifest.fields ?? [])].map((x) => x.format);
  const declared = formats.map((f) => (typeof f === "object" ? f.currency : undefined));
  const own = parameter ? [row.parameters[parameter.name], parameter.default] : [];
  const found = [...own, ...declared].find((c) => typeof c === "string" && CURRENCY.test(c));
  return typeof found === "string" ? found : null;
}

function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T;
}

function noData(row: AppRow): AppError {
  return new AppError("conflict", "apps.no_data", `"${row.title}" has no published data yet.`, {
    advice: "Wait for its provisioning to end, or start a reload.",
  });
}
