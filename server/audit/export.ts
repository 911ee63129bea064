import type { z } from "zod";
import type { Context } from "@/server/shared/context";
import { canonicalJson } from "@/server/shared/json";
import { parse } from "@/server/shared/parse";
import { csvCell } from "@/server/shared/spreadsheet-model";
import { append } from "./append";
import { auditLines } from "./list";
import { auditFilter } from "./schemas";

const MOST = 20_000;

const HEADS = ["time", "tenant", "actor", "name", "as", "as name", "action", "target", "details"];

/**
 * The audit as CSV, newest first.
 * @returns `cut` where there was more than fits: the oldest are left out
 * @throws as `listAudit`
 */
export async function exportAudit(
  ctx: Context,
  input: z.input<typeof auditFilter> = {},
): Promise<{ csv: string; rows: number; cut: boolean }> {
  const asked = parse(auditFilter, input);
  const lines = await auditLines(ctx, asked, MOST + 1);
  const tenantId = asked.tenantId ?? null;
  await ctx.store.tx((db) =>
    append(db, ctx, {
      tenantId,
      action: "audit.export",
      target: tenantId ?? "audit",
      payload: { rows: Math.min(lines.length, MOST) },
    }),
  );
  const shown = lines.slice(0, MOST);
  const rows = shown.map(
    ({ at, tenantId, actor, actorName, viewedAs, viewedAsName, action, target, payload }) => [
      at.toISOString(),
      tenantId ?? "",
      actor,
      actorName ?? "",
      viewedAs ?? "",
      viewedAsName ?? "",
      action,
      target,
      payload ? canonicalJson(payload) : "",
    ],
  );
  const csv = [HEADS, ...rows].map((row) => `${row.map(csvCell).join(",")}\r\n`).join("");
  return { csv, rows: shown.length, cut: lines.length > MOST };
}
