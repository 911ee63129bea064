import { z } from "zod";
import { append } from "@/server/audit";
import { scopeOf } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { canonicalJson } from "@/server/shared/json";
import { parse } from "@/server/shared/parse";
import { changeRow, refuseUnseen } from "./change-row";
import { grantFiles } from "./file-grants";
import { connectionRow } from "./get";
import type { ConnectionTester, ConnectionTestResult } from "./port";
import { createConnectionInput, seenConnection } from "./schemas";
import { openSecret, sealSecret } from "./secret";

export const changeSourceInput = createConnectionInput
  .omit({ tenantId: true, name: true })
  .extend({ id: z.string().min(1).max(60), seen: seenConnection });
export type ChangeSourceInput = z.input<typeof changeSourceInput>;

/**
 * Points a connection to another database or other files, if a test of them succeeds; else all stays as it was and the
 * cause is the answer. Apps read from there from their next reload on. A stored secret was given for the place it was
 * stored with: it is sent to no other one, so a new place needs its secret anew.
 * @throws `connection.not_found`, `connections.changed_elsewhere`, `connections.kind`, `connections.properties`
 */
export async function changeSource(
  ctx: Context,
  input: ChangeSourceInput,
  tester: ConnectionTester,
): Promise<ConnectionTestResult> {
  const { id, seen, kind, properties: typed, secret: typedSecret } = parse(changeSourceInput, input);
  const row = await connectionRow(ctx, id);
  const { tenantId } = await scopeOf(ctx, "connections:write", "connection", id, row);
  refuseUnseen(row, seen);
  const properties = tester.parse(kind, typed);
  await grantFiles(ctx, ctx.tools.fileGrants, { tenantId, paths: tester.paths(kind, properties) });
  const samePlace = kind === row.kind && canonicalJson(properties) === canonicalJson(row.properties);
  const kept = samePlace ? await openSecret(ctx.keyring, tenantId, row.name, row.secret) : null;
  const secret = typedSecret ?? kept;
  const result = await tester.test({ tenantId, kind, properties, secret });
  if (!result.ok) return result;
  const sealed = secret
    ? await sealSecret(ctx.keyring, tenantId, row.name, secret)
    : { secret: null, secretHmac: null };
  const tested = { testedAt: ctx.clock.now(), testResult: { ok: true } };
  await ctx.store.tx(async (db) => {
    await changeRow(ctx, db, row, { kind, properties, ...sealed, ...tested });
    await append(db, ctx, {
      tenantId,
      action: "connection.update",
      target: row.id,
      payload: {
        before: { kind: row.kind, properties: row.properties },
        after: { kind, properties },
        secret: sealed.secretHmac === row.secretHmac ? "same" : "changed",
      },
    });
  });
  return result;
}
