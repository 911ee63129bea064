import { append } from "@/server/audit";
import { isOperator, scopeOf } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { canonicalJson } from "@/server/shared/json";
import { parse } from "@/server/shared/parse";
import { changeRow, refuseUnseen } from "./change-row";
import { type Connection, toConnection } from "./connection";
import { grantFiles } from "./file-grants";
import { connectionRow } from "./get";
import type { ConnectionTester } from "./port";
import { type UpdateConnectionInput, updateConnectionInput } from "./schemas";
import { sealSecret } from "./secret";

/**
 * Changes properties or the secret. Equal values write nothing. A stored secret was given for the place it was stored
 * with: whoever acts for one tenant sends it to no other one, so new properties come with their secret, or null for none.
 * @throws `connection.not_found`, `connections.secret_needed`, `connections.changed_elsewhere`
 */
export async function updateConnection(
  ctx: Context,
  input: UpdateConnectionInput,
  tester?: ConnectionTester,
): Promise<Connection> {
  const wanted = parse(updateConnectionInput, input);
  const row = await connectionRow(ctx, wanted.id);
  const opened = await scopeOf(ctx, "connections:write", "connection", row.id, row);
  refuseUnseen(row, wanted.seen);
  const properties = wanted.properties
    ? (tester?.parse(row.kind, wanted.properties) ?? wanted.properties)
    : row.properties;
  if (tester && wanted.properties) {
    const paths = tester.paths(row.kind, properties);
    await grantFiles(ctx, ctx.tools.fileGrants, { tenantId: opened.tenantId, paths });
  }
  const same = canonicalJson(properties) === canonicalJson(row.properties);
  const kept = row.secret !== null && wanted.secret === undefined;
  if (!same && kept && !isOperator(ctx.actor)) throw secretNeeded(row.name);
  const sealed = await newSecret(ctx, row, wanted.secret);
  if (same && sealed.secretHmac === row.secretHmac) return toConnection(row);
  return ctx.store.tx(async (db) => {
    const values = { properties, ...sealed, testedAt: null, testResult: null };
    const changed = await changeRow(ctx, db, row, values);
    await append(db, ctx, {
      tenantId: opened.tenantId,
      action: "connection.update",
      target: row.id,
      payload: {
        ...(same ? {} : { before: row.properties, after: properties }),
        secret: sealed.secretHmac === row.secretHmac ? "same" : "changed",
      },
    });
    return toConnection(changed);
  });
}

const secretNeeded = (name: string) =>
  new AppError(
    "conflict",
    "connections.secret_needed",
    `"${name}" has a stored secret, which goes to no other place.`,
    {
      advice: "Send the secret together with the new properties, or null where there is none.",
      params: { name },
    },
  );

async function newSecret(
  ctx: Context,
  row: { tenantId: string; name: string; secret: string | null; secretHmac: string | null },
  wanted: string | null | undefined,
): Promise<{ secret: string | null; secretHmac: string | null }> {
  if (wanted === undefined) return { secret: row.secret, secretHmac: row.secretHmac };
  if (wanted === null) return { secret: null, secretHmac: null };
  const sealed = await sealSecret(ctx.keyring, row.tenantId, row.name, wanted);
  return sealed.secretHmac === row.secretHmac ? { secret: row.secret, secretHmac: row.secretHmac } : sealed;
}
