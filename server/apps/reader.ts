import { actorName, mayIn, scopeOf } from "@/server/auth";
import { type Context, type Services, systemContext } from "@/server/shared/context";
import { actorOfUser } from "@/server/users";
import type { AppRow } from "./app";
import { type AppAsker, askerOf, embedAsker } from "./asker";
import { appRow } from "./get";

/** Somebody who may open an app: whose bookmarks and sheets theirs are, and what they may do with those of others. */
export interface Reader {
  ctx: Context;
  row: AppRow;
  /** As `owner` of what they keep: `user:usr_…`, `apiKey:key_…`, `host:…` with the `sub` of an embed's host. */
  owner: string;
  asker: AppAsker;
  /** Makes sheets, and shares them and bookmarks with all people of the tenant. */
  writes: boolean;
  /** Takes back and removes what others share. */
  manages: boolean;
}

/** The actor as a reader of an app. @throws `app.not_found`, `auth.forbidden` */
export async function readerOf(ctx: Context, appId: string): Promise<Reader> {
  const row = await appRow(ctx, appId);
  const opened = await scopeOf(ctx, "apps:query", "app", appId, row);
  return personalReader(ctx, row, await askerOf(ctx, opened));
}

const personalReader = (ctx: Context, row: AppRow, asker: AppAsker): Reader => ({
  ctx,
  row,
  owner: actorName(ctx.actor),
  asker,
  writes: mayIn(ctx.actor, "sheets:write", row.tenantId),
  manages: mayIn(ctx.actor, "sheets:manage", row.tenantId),
});

/**
 * The person of an embed's session. A host's people keep bookmarks of their own and have no role; a preview is for one
 * of the portal's people, who is the same person there.
 * @param row app of the session, which the caller has opened
 */
export async function embedReader(
  services: Services,
  session: { kind: "host" | "preview"; subject: string; groups: readonly string[] },
  row: AppRow,
): Promise<Reader> {
  const asker = await embedAsker(services, session);
  const { kind, subject } = session;
  const person =
    kind === "preview" && subject.startsWith("user:") ? await actorOfUser(services, asker.user) : null;
  const ctx = systemContext(services, "embed");
  if (person) return personalReader({ ...ctx, actor: person }, row, asker);
  return { ctx, row, owner: `${kind}:${subject}`, asker, writes: false, manages: false };
}
