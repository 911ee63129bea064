import { and, eq, gt, isNotNull, isNull } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/db/store";
import { groupsOpen } from "@/server/auth";
import type { Services } from "@/server/shared/context";
import { randomToken, sha256 } from "@/server/shared/crypto";
import { noteActive, noteUsage } from "@/server/shared/metering";
import { parse } from "@/server/shared/parse";
import { strict } from "@/server/shared/strict";
import { requireWithin } from "@/server/usage";
import { addresses } from "./addresses";
import { allowedOrigins } from "./frame";
import { CLOSED, refused, suspended, wrongToken } from "./refusal";
import { type TokenFacts, verifyToken } from "./token";

export const SESSION_MS = 10 * 60_000;

export const exchangeInput = strict({
  app: z.string().min(1).max(60),
  token: z.string().min(1).max(8192),
  /** Origin of the page around the embed, as the browser told it the embed. */
  origin: z.string().min(1).max(300),
});
export type ExchangeInput = z.input<typeof exchangeInput>;

export interface NewSession {
  /** Opaque; only its hash is kept. */
  session: string;
  expiresAt: Date;
}

async function openApp(services: Services, appId: string) {
  const { apps, tenants } = services.store.tables;
  const [row] = await services.store.read
    .select({
      tenantId: apps.tenantId,
      state: tenants.state,
      name: tenants.name,
      language: tenants.language,
      branding: tenants.branding,
    })
    .from(apps)
    .innerJoin(tenants, and(eq(tenants.id, apps.tenantId), isNull(tenants.deletedAt)))
    .where(eq(apps.id, appId));
  return row && !CLOSED.has(row.state) ? row : null;
}

async function keepSession(
  services: Services,
  facts: TokenFacts,
  bound: { tenantId: string; appId: string; origin: string },
): Promise<NewSession> {
  const { embedSessions, embedTokens } = services.store.tables;
  const now = services.clock.now();
  const session = `tes_${randomToken(32)}`;
  const expiresAt = new Date(now.getTime() + SESSION_MS);
  let opens = false;
  const used = await services.store.tx(async (db) => {
    const [first] = await db
      .insert(embedTokens)
      .values({ id: sha256(`${bound.tenantId}:${facts.jti}`), expiresAt: facts.usableUntil })
      .onConflictDoNothing()
      .returning({ id: embedTokens.id });
    if (!first) return true;
    if (!(await stillAllowed(services, db, facts, bound))) throw refused();
    opens = !(await continues(services, db, facts, bound, now));
    await db.insert(embedSessions).values({
      id: sha256(session),
      ...bound,
      kind: facts.kind,
      subject: facts.subject,
      groups: facts.groups,
      createdAt: now,
      expiresAt,
    });
    return false;
  });
  if (used)
    throw wrongToken("it was exchanged before", 'Make a token with a new "jti" each time one is asked for.');
  if (facts.kind !== "preview") meterVisit(bound, facts, now, opens);
  return { session, expiresAt };
}

/** Looked at again where it counts: what takes a key or an origin away ends the sessions there are, and no later one. */
async function stillAllowed(
  { store }: Services,
  db: Database,
  { kind, kid }: TokenFacts,
  { tenantId, origin }: { tenantId: string; origin: string },
): Promise<boolean> {
  if (kind === "preview") return true;
  const { embedKeys: k, embedOrigins: o } = store.tables;
  const [there] = await db
    .select({ id: o.id })
    .from(o)
    .where(and(eq(o.tenantId, tenantId), eq(o.origin, origin)));
  const [revoked] = await db
    .select({ id: k.id })
    .from(k)
    .where(and(eq(k.tenantId, tenantId), eq(k.id, kid), isNotNull(k.revokedAt)));
  return there !== undefined && revoked === undefined;
}

/** A session that is renewed while it lasts is one visit. */
async function continues(
  services: Services,
  db: Database,
  facts: TokenFacts,
  bound: { tenantId: string; appId: string; origin: string },
  now: Date,
): Promise<boolean> {
  const { embedSessions: t } = services.store.tables;
  const [open] = await db
    .select({ id: t.id })
    .from(t)
    .where(
      and(
        eq(t.tenantId, bound.tenantId),
        gt(t.createdAt, new Date(now.getTime() - SESSION_MS)),
        eq(t.appId, bound.appId),
        eq(t.origin, bound.origin),
        eq(t.subject, facts.subject),
        eq(t.kind, facts.kind),
      ),
    )
    .limit(1);
  return open !== undefined;
}

/** People of a host are counted by a hash: usage outlives them. */
function meterVisit(
  bound: { tenantId: string; appId: string },
  facts: TokenFacts,
  now: Date,
  opens: boolean,
) {
  const { tenantId, appId } = bound;
  noteActive(tenantId, `embed:${sha256(`${tenantId}:${facts.subject}`).slice(0, 24)}`, now);
  if (!opens) return;
  const id = sha256(`${tenantId}:${facts.jti}`).slice(0, 32);
  noteUsage({ tenantId, meter: "embed_sessions", id, time: now, quantity: 1, data: { app: appId } });
}

/** A host's people by their groups; whoever may preview in the portal is an admin. */
async function mayOpen(services: Services, tenantId: string, appId: string, { kind, groups }: TokenFacts) {
  return kind === "preview" || groupsOpen(services, { tenantId, appId }, groups);
}

/**
 * Exchanges a host's token, once, for a session of at most ten minutes, bound to the tenant, the app, the person,
 * the groups and the page's origin. Renewing is exchanging another token.
 * @throws `embeds.refused` where nothing is proved, `embeds.token` with the reason where the signature is right,
 * `usage.limit` where a hard limit of the plan is used up, `embeds.suspended` where everything is right and the tenant is suspended
 * @unaudited the host's token is the permission; sessions are rows of their own
 */
export async function exchangeToken(services: Services, input: ExchangeInput): Promise<NewSession> {
  const { app, token, origin } = parse(exchangeInput, input);
  const found = await openApp(services, app);
  const { portal, embed } = addresses();
  const facts = await verifyToken(
    services,
    token,
    found ? { tenantId: found.tenantId, app, origin, audience: embed } : null,
  );
  // An app the person's groups don't open is answered like an id that names nothing.
  if (!found || !(await mayOpen(services, found.tenantId, app, facts))) throw refused();
  const allowed = facts.kind === "preview" ? [portal] : await allowedOrigins(services, app);
  if (!allowed.includes(origin))
    throw wrongToken(
      `"${origin}" is not among the tenant's allowed origins`,
      "Add it where the app is set up for embedding.",
    );
  if (found.state === "suspended") throw suspended(found);
  if (facts.kind !== "preview") await requireWithin(services, found.tenantId, "embed");
  return keepSession(services, facts, { tenantId: found.tenantId, appId: app, origin });
}
