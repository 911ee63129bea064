import { eq } from "drizzle-orm";
import { append } from "@/server/audit";
import { scopeOf, within } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { connectionRow } from "./get";
import { connectionIdInput } from "./schemas";

/** Deletes a connection no app reads from. @throws `connections.in_use` naming the apps */
export async function deleteConnection(ctx: Context, input: { id: string }): Promise<void> {
  const { id } = parse(connectionIdInput, input);
  const row = await connectionRow(ctx, id);
  const opened = await scopeOf(ctx, "connections:write", "connection", row.id, row);
  const { connections: t, apps } = ctx.store.tables;
  await ctx.store.tx(async (db) => {
    const using = await db
      .select({ title: apps.title, connections: apps.connections })
      .from(apps)
      .where(within(opened, apps));
    const titles = using.filter((a) => Object.values(a.connections).includes(row.name)).map((a) => a.title);
    if (titles.length > 0) {
      throw new AppError("conflict", "connections.in_use", `${titles.join(", ")} read from "${row.name}".`, {
        advice: "Give these apps another connection first.",
        params: { apps: titles },
      });
    }
    await db.delete(t).where(eq(t.id, row.id));
    await append(db, ctx, {
      tenantId: opened.tenantId,
      action: "connection.delete",
      target: row.id,
      payload: { name: row.name, kind: row.kind },
    });
  });
}
