import { append } from "@/server/audit";
import { scopeOf } from "@/server/auth";
import { runRow } from "@/server/runs";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { reloadRow } from "./get";
import { ENDED } from "./reload";
import { reloadIdInput } from "./schemas";

/** Stops a reload by stopping the run it belongs to; the last published data stays. @throws `reloads.ended` */
export async function cancelReload(ctx: Context, input: { id: string }): Promise<void> {
  const { id } = parse(reloadIdInput, input);
  const row = await reloadRow(ctx, id);
  const opened = await scopeOf(ctx, "reloads:cancel", "reload", id, row);
  if (ENDED.includes(row.state) || row.runId === null)
    throw new AppError("conflict", "reloads.ended", `The reload is ${row.state}; there is nothing to stop.`);
  const run = await runRow(ctx, row.runId);
  await ctx.store.tx((db) =>
    append(db, ctx, {
      tenantId: opened.tenantId,
      action: "reload.cancel",
      target: id,
      payload: { run: run.rootId },
    }),
  );
  await ctx.workflows.cancel(run.rootId);
}
