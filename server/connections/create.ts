import { and, eq } from "drizzle-orm";
import { append } from "@/server/audit";
import { scope } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import { type Connection, toConnection } from "./connection";
import { grantFiles } from "./file-grants";
import type { ConnectionTester } from "./port";
import { type CreateConnectionInput, createConnectionInput } from "./schemas";
import { sealSecret } from "./secret";

/**
 * Stores a connection of a tenant, its secret sealed.
 * @throws `connections.name_taken`, `connections.properties`
 */
export async function createConnection(
  ctx: Context,
  input: CreateConnectionInput,
  tester?: ConnectionTester,
): Promise<Connection> {
  const { secret, ...data } = parse(createConnectionInput, input);
  const opened = await scope(ctx, "connections:write", data.tenantId);
  const properties = tester ? tester.parse(data.kind, data.properties) : data.properties;
  if (tester) {
    const paths = tester.paths(data.kind, properties);
    await grantFiles(ctx, ctx.tools.fileGrants, { tenantId: opened.tenantId, paths });
  }
  const sealed = secret ? await sealSecret(ctx.keyring, opened.tenantId, data.name, secret) : {};
  const { connections: t } = ctx.store.tables;
  return ctx.store.tx(async (db) => {
    const taken = await db
      .select({ id: t.id })
      .from(t)
      .where(and(eq(t.tenantId, opened.tenantId), eq(t.name, data.name)));
    if (taken.length > 0) {
      throw new AppError(
        "conflict",
        "connections.name_taken",
        `There is a connection "${data.name}" already.`,
        {
          advice: "Choose another name, or change the one that is there.",
          issues: [{ path: "name", message: "is taken" }],
          params: { name: data.name },
        },
      );
    }
    const now = ctx.clock.now();
    const id = newId("connection", now.getTime());
    const [row] = await db
      .insert(t)
      .values({ id, ...data, properties, ...sealed, createdAt: now, updatedAt: now })
      .returning();
    if (!row) throw new Error("insert returned no row");
    await append(db, ctx, {
      tenantId: opened.tenantId,
      action: "connection.create",
      target: id,
      payload: { name: data.name, kind: data.kind, properties, secret: secret ? "set" : "none" },
    });
    return toConnection(row);
  });
}
