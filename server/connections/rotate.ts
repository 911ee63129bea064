import { eq } from "drizzle-orm";
import { z } from "zod";
import { append } from "@/server/audit";
import { scopeOf } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { connectionRow } from "./get";
import type { ConnectionTester, ConnectionTestResult } from "./port";
import { sealSecret } from "./secret";

export const rotateSecretInput = z.strictObject({
  id: z.string().min(1).max(60),
  secret: z.string().min(1, "is needed").max(20_000),
});
export type RotateSecretInput = z.input<typeof rotateSecretInput>;

/**
 * Replaces a connection's secret, if a test with the new one succeeds; else the old one stays and the cause is the
 * answer. Apps read with it from their next reload on.
 * @throws `connection.not_found`
 */
export async function rotateSecret(
  ctx: Context,
  input: RotateSecretInput,
  tester: ConnectionTester,
): Promise<ConnectionTestResult> {
  const { id, secret } = parse(rotateSecretInput, input);
  const row = await connectionRow(ctx, id);
  const { tenantId } = await scopeOf(ctx, "connections:write", "connection", id, row);
  const result = await tester.test({ tenantId, kind: row.kind, properties: row.properties, secret });
  if (!result.ok) return result;
  const sealed = await sealSecret(ctx.keyring, tenantId, row.name, secret);
  const { connections: t } = ctx.store.tables;
  const now = ctx.clock.now();
  await ctx.store.tx(async (db) => {
    await db
      .update(t)
      .set({ ...sealed, testedAt: now, testResult: { ok: true }, updatedAt: now })
      .where(eq(t.id, row.id));
    const payload = { secret: sealed.secretHmac === row.secretHmac ? "same" : "changed" };
    await append(db, ctx, { tenantId, action: "connection.rotate", target: row.id, payload });
  });
  return result;
}
