import type { z } from "zod";
import type { Context } from "@/server/shared/context";
import { canonicalJson } from "@/server/shared/json";
import { parse } from "@/server/shared/parse";
import { csvCell } from "@/server/shared/spreadsheet-model";
import { append } from "./append";
import type { AuditLine } from "./lines";
import { auditLines } from "./list";
import { exportAuditInput } from "./schemas";

const MOST = 20_000;

const HEADS = [
  ...["time", "tenant", "actor", "name", "as", "as name", "action", "target", "details"],
  // At the end: what reads older exports by column goes on working.
  ...["target name", "from", "request"],
];

const cellsOf = (line: AuditLine): string[] => [
  line.at.toISOString(),
  line.tenantId ?? "",
  line.actor,
  line.actorName ?? "",
  line.viewedAs ?? "",
  line.viewedAsName ?? "",
  line.action,
  line.target,
  line.payload ? canonicalJson(line.payload) : "",
  line.targetName ?? "",
  line.address ?? "",
  line.requestId ?? "",
];

const csvOf = (lines: AuditLine[]): string =>
  [HEADS, ...lines.map(cellsOf)].map((row) => `${row.map(csvCell).join(",")}\r\n`).join("");

/** One line of the file each, so that it is read by people and compared by tools. */
const jsonOf = (lines: AuditLine[]): string =>
  `[\n${lines.map((line) => JSON.stringify(line)).join(",\n")}\n]\n`;

export interface AuditFile {
  format: "csv" | "json";
  content: string;
  rows: number;
  /** There was more than fits: the oldest are left out. */
  cut: boolean;
}

/**
 * The audit as CSV, or as JSON with what the list gives, newest first.
 * @throws as `listAudit`
 */
export async function exportAudit(
  ctx: Context,
  input: z.input<typeof exportAuditInput> = {},
): Promise<AuditFile> {
  const { format, ...asked } = parse(exportAuditInput, input);
  const lines = await auditLines(ctx, asked, MOST + 1);
  const tenantId = asked.tenantId ?? null;
  const shown = lines.slice(0, MOST);
  await ctx.store.tx((db) =>
    append(db, ctx, {
      tenantId,
      action: "audit.export",
      target: tenantId ?? "audit",
      payload: { rows: shown.length, format },
    }),
  );
  const content = format === "csv" ? csvOf(shown) : jsonOf(shown);
  return { format, content, rows: shown.length, cut: lines.length > MOST };
}
