import { type Connection, createConnection, deleteConnection, updateConnection } from "@/server/connections";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { openDraft, refuseCreated } from "./draft";
import { getDraft } from "./get";
import { type PutDraftConnectionInput, putDraftConnectionInput } from "./schemas";

/**
 * Stores a draft's connection under its name: made, changed, or made anew where the kind is another. Its secret is
 * sealed at once; absent keeps the one there is.
 * @throws `connections.properties` with an issue per field
 */
export async function putDraftConnection(ctx: Context, input: PutDraftConnectionInput): Promise<Connection> {
  const { id, name, kind, properties, secret } = parse(putDraftConnectionInput, input);
  const { tenant } = await openDraft(ctx, id);
  refuseCreated(tenant);
  const tester = ctx.tools.connectionTester;
  const { connections } = await getDraft(ctx, { id });
  const row = connections.find((c) => c.name === name);
  if (row && row.kind === kind) return updateConnection(ctx, { id: row.id, properties, secret }, tester);
  tester.parse(kind, properties);
  if (row) await deleteConnection(ctx, { id: row.id });
  return createConnection(
    ctx,
    { tenantId: tenant.id, name, kind, properties, ...(secret ? { secret } : {}) },
    tester,
  );
}

/** Removes a draft's connection with its secret; one that is not there is fine. */
export async function dropDraftConnection(ctx: Context, input: { id: string; name: string }): Promise<void> {
  const { tenant } = await openDraft(ctx, input.id);
  refuseCreated(tenant);
  const { connections } = await getDraft(ctx, { id: input.id });
  const row = connections.find((c) => c.name === input.name);
  if (row) await deleteConnection(ctx, { id: row.id });
}
