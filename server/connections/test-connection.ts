import { and, eq } from "drizzle-orm";
import { append } from "@/server/audit";
import { scope, scopeOf } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { connectionRow } from "./get";
import type { ConnectionTester, ConnectionTestResult } from "./port";
import { type TestConnectionInput, testConnectionInput } from "./schemas";
import { openSecret } from "./secret";

/** Tries a stored connection (and keeps the result beside it), or one that is still being typed in. */
export async function testConnection(
  ctx: Context,
  input: TestConnectionInput,
  tester: ConnectionTester,
): Promise<ConnectionTestResult> {
  const wanted = parse(testConnectionInput, input);
  if ("id" in wanted) return testStored(ctx, wanted.id, tester);
  const opened = await scope(ctx, "connections:test", wanted.tenantId);
  const properties = tester.parse(wanted.kind, wanted.properties);
  return tester.test({
    tenantId: opened.tenantId,
    kind: wanted.kind,
    properties,
    secret: wanted.secret ?? null,
  });
}

async function testStored(ctx: Context, id: string, tester: ConnectionTester): Promise<ConnectionTestResult> {
  const row = await connectionRow(ctx, id);
  const { tenantId } = await scopeOf(ctx, "connections:test", "connection", id, row);
  const secret = await openSecret(ctx.keyring, tenantId, row.name, row.secret);
  const result = await tester.test({ tenantId, kind: row.kind, properties: row.properties, secret });
  const kept = result.ok ? { ok: true } : { ok: false, code: result.code, message: result.message };
  const { connections: t } = ctx.store.tables;
  await ctx.store.tx(async (db) => {
    // Of a connection that was changed meanwhile it says nothing.
    await db
      .update(t)
      .set({ testedAt: ctx.clock.now(), testResult: kept })
      .where(and(eq(t.id, row.id), eq(t.updatedAt, row.updatedAt)));
    await append(db, ctx, {
      tenantId,
      action: "connection.test",
      target: row.id,
      payload: { ok: result.ok, ...(result.ok ? {} : { code: result.code }) },
    });
  });
  return result;
}
