import { and, eq, or, sql } from "drizzle-orm";
import { isOperator, type TenantScope, unlimitedIn, within } from "@/server/auth";
import type { Asker } from "@/server/platform/model";
import type { Context, Services } from "@/server/shared/context";

/** Group of everybody who runs this installation, for access tables: `ADMIN, *, TENANTRY\OPERATORS`. */
export const OPERATORS = "TENANTRY\\OPERATORS";
const RESERVED = /^tenantry\\/i;

/** Who asks an app, and whether grants of their tenant keep anything of it from them. */
export interface AppAsker extends Asker {
  /** Sees fields of every class and every sheet: admins of the tenant, operators, programs and previews. */
  seesAll?: true;
}

/** Groups as somebody else names them: none of Tenantry's own. */
function foreign(groups: readonly string[]): string[] {
  return groups.filter((group) => !RESERVED.test(group.trim()));
}

/** Who asks in the portal, by REST or on the command line, as section access knows them. */
export async function askerOf(ctx: Context, opened: TenantScope): Promise<AppAsker> {
  const { actor } = ctx;
  const all = unlimitedIn(actor, opened.tenantId) ? ({ seesAll: true } as const) : {};
  const operator = isOperator(actor) ? [OPERATORS] : [];
  if (actor.type !== "user") return { user: actor.id, groups: operator, ...all };
  const email = await emailOf(ctx, actor.id);
  const { members: m } = ctx.store.tables;
  const mine = or(
    eq(m.userId, actor.id),
    ...(email ? [eq(sql`lower(${m.email})`, email.toLowerCase())] : []),
  );
  const [member] = await ctx.store.read
    .select({ groups: m.groups })
    .from(m)
    .where(and(within(opened, m), mine));
  return {
    user: actor.id,
    ...(email ? { email } : {}),
    groups: [...operator, ...foreign(member?.groups ?? [])],
    ...all,
  };
}

/**
 * Who asks in an embed. A host vouches for its own people; a preview's claims are those the portal signed.
 * @param session as opened by `openSession`
 */
export async function embedAsker(
  services: Pick<Services, "store">,
  session: { kind: "host" | "preview"; subject: string; groups: readonly string[] },
): Promise<AppAsker> {
  const { kind, subject, groups } = session;
  if (kind === "host")
    return { user: subject, ...(subject.includes("@") ? { email: subject } : {}), groups: foreign(groups) };
  const user = subject.replace(/^\w+:/, "");
  const email = await emailOf(services, user);
  return { user, ...(email ? { email } : {}), groups, seesAll: true };
}

async function emailOf({ store }: Pick<Services, "store">, id: string): Promise<string | undefined> {
  const { users: u } = store.tables;
  const [row] = await store.read.select({ email: u.email }).from(u).where(eq(u.id, id));
  return row?.email;
}
