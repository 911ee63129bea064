import type { z } from "zod";
import { append } from "@/server/audit";
import {
  actorName,
  authorize,
  mayEverywhere,
  mayIn,
  PERMISSIONS,
  type Permission,
  scope,
} from "@/server/auth";
import { requireCapability } from "@/server/capabilities";
import type { Context } from "@/server/shared/context";
import { randomToken, sha256 } from "@/server/shared/crypto";
import { AppError } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import { createApiKeyInput, NEVER_BY_KEY } from "./schemas";

export { NEVER_BY_KEY } from "./schemas";

export interface NewApiKey {
  id: string;
  name: string;
  scopes: Permission[];
  tenantId: string | null;
  expiresAt: Date | null;
  /** Shown this once. */
  key: string;
}

function grantable(ctx: Context, tenantId: string | undefined): Permission[] {
  return PERMISSIONS.filter(
    (p) =>
      !NEVER_BY_KEY.includes(p) && (tenantId ? mayIn(ctx.actor, p, tenantId) : mayEverywhere(ctx.actor, p)),
  );
}

/** Makes a key with at most the maker's own permissions; only its hash is kept. */
export async function createApiKey(
  ctx: Context,
  input: z.input<typeof createApiKeyInput>,
): Promise<NewApiKey> {
  authorize(ctx, "api-keys:write");
  const data = parse(createApiKeyInput, input);
  if (data.tenantId) {
    await scope(ctx, "api-keys:write", data.tenantId);
    await requireCapability(ctx, data.tenantId, "api");
  }
  const allowed = grantable(ctx, data.tenantId);
  const scopes = data.scopes ?? allowed;
  const beyond = scopes.filter((s) => !allowed.includes(s));
  if (beyond.length > 0) {
    throw new AppError("forbidden", "api-keys.scope", `You cannot give: ${beyond.join(", ")}.`, {
      issues: [{ path: "scopes", message: `not yours to give: ${beyond.join(", ")}` }],
    });
  }
  const now = ctx.clock.now();
  const id = newId("apiKey", now.getTime());
  const key = `tnt_${randomToken(32)}`;
  const { apiKeys } = ctx.store.tables;
  await ctx.store.tx(async (db) => {
    await db.insert(apiKeys).values({
      id,
      name: data.name,
      hash: sha256(key),
      hint: key.slice(-4),
      scopes,
      tenantId: data.tenantId ?? null,
      createdBy: actorName(ctx.actor),
      createdAt: now,
      expiresAt: data.expiresAt ?? null,
    });
    await append(db, ctx, {
      tenantId: data.tenantId ?? null,
      action: "api-key.create",
      target: id,
      payload: { name: data.name, scopes, tenantId: data.tenantId ?? null },
    });
  });
  return {
    id,
    name: data.name,
    scopes,
    tenantId: data.tenantId ?? null,
    expiresAt: data.expiresAt ?? null,
    key,
  };
}
