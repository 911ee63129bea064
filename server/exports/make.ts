import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import {
  type AppAsker,
  type AppRow,
  askableApp,
  askPublished,
  type DashboardDocument,
  publishedDashboard,
} from "@/server/apps";
import { requireCapability } from "@/server/capabilities";
import { tenantLogo } from "@/server/files";
import type { Services } from "@/server/shared/context";
import { noteUsage } from "@/server/shared/metering";
import { parse } from "@/server/shared/parse";
import { requireWithin } from "@/server/usage";
import { type MadeFile, makeFile } from "./maker";
import { type ExportInput, exportInput } from "./schemas";

export interface ExportOf {
  row: AppRow;
  /** Who may see the figures; every one of them is asked for in this name. */
  asker: AppAsker;
  input: ExportInput;
  /** What they look at, where that is more than the sheets of the template. */
  document?: DashboardDocument;
  signal?: AbortSignal;
  onProgress?(done: number, of: number): void;
}

/** What a file was, for the log and the meter: never what is in it. */
export interface ExportFacts {
  tenantId: string;
  appId: string;
  kind: ExportInput["kind"];
  rows: number;
  bytes: number;
  ms: number;
}

/** Times in a tenant's files are in its zone; where it has none, in the reader's. */
async function zoneOf({ store }: Pick<Services, "store">, tenantId: string): Promise<{ zone?: string }> {
  const { tenants: t } = store.tables;
  const [row] = await store.read.select({ zone: t.timeZone }).from(t).where(eq(t.id, tenantId));
  return row?.zone ? { zone: row.zone } : {};
}

const TAKEN: ReadonlySet<string> = new Set(["image/png", "image/jpeg"]);

/** The tenant's logo for a PDF; none where the picture is of a kind that a PDF does not take. */
async function logoOf(
  services: Pick<Services, "store" | "dataFolder">,
  tenantId: string,
): Promise<string | undefined> {
  const logo = await tenantLogo(services, tenantId);
  if (!logo || !TAKEN.has(logo.mediaType)) return undefined;
  return `data:${logo.mediaType};base64,${logo.bytes.toString("base64")}`;
}

/**
 * A file of the published app as its asker sees it: the caller has checked that they may ask. One door for embeds, and
 * for what sends files without a browser.
 * @throws `apps.no_data`, `apps.suspended`, `exports.not_there`, `exports.too_long`, `exports.failed`, `input.invalid`, `capabilities.missing`, `usage.limit`
 */
export async function makeExport(
  services: Pick<Services, "store" | "platform" | "clock" | "log" | "dataFolder">,
  { row, asker, input, document: seen, signal, onProgress }: ExportOf,
): Promise<MadeFile> {
  const wish = { ...parse(exportInput, input), ...(await zoneOf(services, row.tenantId)) };
  await requireCapability(services, row.tenantId, "export");
  await requireWithin(services, row.tenantId, "export");
  const app = await askableApp(services, row);
  const document = seen ?? (await publishedDashboard(services, row, asker));
  const started = performance.now();
  const file = await makeFile({
    wish,
    document,
    now: services.clock.now(),
    logo: wish.kind === "pdf" ? await logoOf(services, row.tenantId) : undefined,
    ask: (batch, stopped) => askPublished(app, batch, asker, stopped),
    signal,
    onProgress,
  });
  const facts: ExportFacts = {
    tenantId: row.tenantId,
    appId: row.id,
    kind: wish.kind,
    rows: file.rows,
    bytes: file.bytes.byteLength,
    ms: Math.round(performance.now() - started),
  };
  const { tenantId, appId, kind, rows, bytes } = facts;
  const time = services.clock.now();
  const id = `${appId}:${randomUUID()}`;
  noteUsage({ tenantId, meter: "export_bytes", id, time, quantity: bytes, data: { app: appId, kind, rows } });
  services.log.info(facts, "file exported");
  return file;
}
