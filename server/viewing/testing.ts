import { encode } from "next-auth/jwt";
import { makeMember, makeTenant, makeUser } from "@/db/factories";
import { insertRow } from "@/db/factories/insert";
import type { OperatorRole, TenantRole } from "@/db/schema/states";
import { createApiContext } from "@/server/api/context";
import { createCaller } from "@/server/api/root";
import { actorOfCookie, SESSION_COOKIE, sessionSecret } from "@/server/auth/session-cookie";
import { systemClock } from "@/server/shared/clock";
import { newId } from "@/server/shared/ids";
import { testServices } from "@/server/testing/context";
import { procedureOf } from "@/server/testing/procedure";

export const PORTAL = "http://portal.test";
export const REASON = "Her total looks wrong, ticket 4711";

/** A tenant with Carla, its admin, and a portal one signs in to with cookies. The clock is the test's. */
export async function makePortal() {
  const time = { now: new Date("2026-05-01T10:00:00Z") };
  const services = await testServices({ clock: { ...systemClock, now: () => time.now } });
  const { store } = services;
  const tenantId = (await makeTenant(store, { plan: "starter@1" })).id;

  async function person(role: TenantRole, name: string) {
    const user = await makeUser(store, { name });
    const member = await makeMember(store, { tenantId, userId: user.id, role, email: user.email, name });
    return { memberId: member.id, userId: user.id };
  }

  async function signIn(userId: string) {
    const sessionId = newId("session");
    const expiresAt = new Date(time.now.getTime() + 12 * 3_600_000);
    await insertRow(store, store.tables.sessions, {
      id: sessionId,
      userId,
      createdAt: time.now,
      expiresAt,
    });
    const token = await encode({ token: { sid: sessionId }, secret: sessionSecret(services) });
    return { userId, sessionId, cookie: `${SESSION_COOKIE}=${token}` };
  }

  const signInOperator = async (operatorRole: OperatorRole) =>
    signIn((await makeUser(store, { name: "Ines", operatorRole })).id);

  const context = (cookie: string, headers: Record<string, string> = {}) =>
    createApiContext(services, new Headers({ cookie, ...headers }), PORTAL);
  const caller = async (cookie: string, headers?: Record<string, string>) =>
    createCaller(await context(cookie, headers));

  async function seesAs(cookie: string) {
    const actor = (await actorOfCookie(services, cookie))?.actor;
    return actor?.type === "user" ? { id: actor.id, viewer: actor.viewer?.id } : null;
  }

  /** Code a procedure refuses with; `allowed` where it does not. */
  async function refusal(cookie: string, path: string, input?: unknown): Promise<string> {
    try {
      await procedureOf(await caller(cookie), path)?.(input);
      return "allowed";
    } catch (error) {
      const { cause, code } = error as { cause?: { code?: string }; code?: string };
      return cause?.code ?? code ?? String(error);
    }
  }

  const carla = await person("admin", "Carla");
  const start = async (cookie: string, memberId = carla.memberId) =>
    (await caller(cookie)).viewing.start({ memberId, reason: REASON });
  const raise = async (cookie: string) =>
    (await caller(cookie)).viewing.raise({ reason: "She asked me to fix it" });
  return {
    time,
    services,
    tenantId,
    carla,
    person,
    signIn,
    signInOperator,
    context,
    caller,
    seesAs,
    refusal,
    start,
    raise,
  };
}

export type TestPortal = Awaited<ReturnType<typeof makePortal>>;
