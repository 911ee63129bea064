import { SignJWT } from "jose";
import { appRow, askerOf } from "@/server/apps";
import { append } from "@/server/audit";
import { actorName, scopeOf } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { randomToken } from "@/server/shared/crypto";
import { parse } from "@/server/shared/parse";
import { addresses } from "./addresses";
import { previewPair } from "./preview-key";
import { previewInput } from "./schemas";
import { LIFETIME_S, PREVIEW_KEY, PREVIEW_TOKEN } from "./token";

/**
 * A token for the embed inside this portal's own pages, for the person who asks. Each one is audited.
 * @throws `app.not_found`
 */
export async function previewToken(
  ctx: Context,
  input: { app: string; trial?: true },
): Promise<{ token: string; url: string }> {
  const { app, trial } = parse(previewInput, input);
  const opened = await scopeOf(ctx, "embeds:preview", "app", app, await appRow(ctx, app));
  const { portal, embed } = addresses();
  const { groups } = await askerOf(ctx, opened);
  const issued = Math.floor(ctx.clock.now().getTime() / 1000);
  const token = await new SignJWT({ tenant: opened.tenantId, app, groups })
    .setProtectedHeader({ alg: "EdDSA", typ: PREVIEW_TOKEN, kid: PREVIEW_KEY })
    .setIssuer(portal)
    .setAudience(embed)
    .setSubject(actorName(ctx.actor))
    .setJti(randomToken(16))
    .setIssuedAt(issued)
    .setExpirationTime(issued + LIFETIME_S)
    .sign(previewPair(ctx.keyring).privateKey);
  await ctx.store.tx((db) =>
    append(db, ctx, {
      tenantId: opened.tenantId,
      action: "embed.preview",
      target: app,
      payload: trial ? { trial } : {},
    }),
  );
  return { token, url: embed };
}
