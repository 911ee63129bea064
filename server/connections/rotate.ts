import { z } from "zod";
import { append } from "@/server/audit";
import { scopeOf } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { changeRow, refuseUnseen } from "./change-row";
import { connectionRow } from "./get";
import type { ConnectionTester, ConnectionTestResult } from "./port";
import { seenConnection } from "./schemas";
import { sealSecret } from "./secret";

export const rotateSecretInput = z.strictObject({
  id: z.string().min(1).max(60),
  seen: seenConnection,
  secret: z.string().min(1, "is needed").max(20_000),
});
export type RotateSecretInput = z.input<typeof rotateSecretInput>;

/**
 * Replaces a connection's secret, if a test with the new one succeeds; else the old one stays and the cause is the
 * answer. Apps read with it from their next reload on.
 * @throws `connection.not_found`, `connections.changed_elsewhere`
 */
export async function rotateSecret(
  ctx: Context,
  input: RotateSecretInput,
  tester: ConnectionTester,
): Promise<ConnectionTestResult> {
  const { id, seen, secret } = parse(rotateSecretInput, input);
  const row = await connectionRow(ctx, id);
  const { tenantId } = await scopeOf(ctx, "connections:write", "connection", id, row);
  refuseUnseen(row, seen);
  const result = await tester.test({ tenantId, kind: row.kind, properties: row.properties, secret });
  if (!result.ok) return result;
  const sealed = await sealSecret(ctx.keyring, tenantId, row.name, secret);
  const tested = { testedAt: ctx.clock.now(), testResult: { ok: true } };
  await ctx.store.tx(async (db) => {
    await changeRow(ctx, db, row, { ...sealed, ...tested });
    const payload = { secret: sealed.secretHmac === row.secretHmac ? "same" : "changed" };
    await append(db, ctx, { tenantId, action: "connection.rotate", target: row.id, payload });
  });
  return result;
}
