import { beforeEach, describe, expect, test } from "vitest";
import { makeUser } from "@/db/factories";
import type { Context, Services } from "@/server/shared/context";
import { as, operator, testServices } from "@/server/testing/context";
import { createOperator, createSignInLimiter, listOperators, resetOperator, signIn, updateOperator } from ".";
import { actorOfSession } from "./actor";

let services: Services;
let ctx: Context;

beforeEach(async () => {
  services = await testServices();
  ctx = as(services, operator());
});

const enter = (email: string, password: string) =>
  signIn(services, createSignInLimiter(), { email, password, ip: "::1", userAgent: "test" });

describe("operators", () => {
  test("a new operator signs in with the one-time password and must change it", async () => {
    const made = await createOperator(ctx, { email: "Ines@Example.com", name: "Ines", role: "support" });
    const session = await enter("ines@example.com", made.oneTimePassword);
    const actor = await actorOfSession(services, session?.sessionId ?? "");
    expect(actor).toMatchObject({ operatorRole: "support", mustChangePassword: true });
    const [row] = await listOperators(ctx);
    expect(row).toMatchObject({ email: "ines@example.com", role: "support", invited: true });
    expect(row?.lastSignInAt).toBeInstanceOf(Date);
    expect(JSON.stringify(row)).not.toContain("argon2");
  });

  test("an address is used once, whatever its case", async () => {
    await createOperator(ctx, { email: "a@example.com", name: "A", role: "admin" });
    await expect(
      createOperator(ctx, { email: "A@EXAMPLE.com", name: "B", role: "admin" }),
    ).rejects.toMatchObject({ code: "users.email_taken" });
  });

  test("the last owner who can sign in stays an owner", async () => {
    const first = await createOperator(ctx, { email: "a@example.com", name: "A", role: "owner" });
    const second = await createOperator(ctx, { email: "b@example.com", name: "B", role: "owner" });
    await updateOperator(ctx, { id: second.id, disabled: true });
    const last = { code: "users.last_owner" };
    await expect(updateOperator(ctx, { id: first.id, role: "admin" })).rejects.toMatchObject(last);
    await expect(updateOperator(ctx, { id: first.id, disabled: true })).rejects.toMatchObject(last);
    await updateOperator(ctx, { id: second.id, disabled: false });
    await updateOperator(ctx, { id: first.id, role: "admin" });
    expect((await listOperators(ctx)).map((o) => o.role)).toEqual(["admin", "owner"]);
  });

  test("disabling ends the sessions at once; a new role counts from the next request on", async () => {
    const made = await createOperator(ctx, { email: "a@example.com", name: "A", role: "support" });
    const session = await enter("a@example.com", made.oneTimePassword);
    await updateOperator(ctx, { id: made.id, role: "billing" });
    expect(await actorOfSession(services, session?.sessionId ?? "")).toMatchObject({
      operatorRole: "billing",
    });
    await updateOperator(ctx, { id: made.id, disabled: true });
    expect(await actorOfSession(services, session?.sessionId ?? "")).toBeNull();
    expect(await enter("a@example.com", made.oneTimePassword)).toBeNull();
  });

  test("a reset replaces the password", async () => {
    const made = await createOperator(ctx, { email: "a@example.com", name: "A", role: "admin" });
    const again = await resetOperator(ctx, { id: made.id });
    expect(await enter("a@example.com", made.oneTimePassword)).toBeNull();
    expect(await enter("a@example.com", again.oneTimePassword)).not.toBeNull();
  });

  test("people of customers are no operators, and admins change none", async () => {
    const person = await makeUser(services.store);
    await expect(updateOperator(ctx, { id: person.id, role: "owner" })).rejects.toMatchObject({
      kind: "not-found",
    });
    const admin = as(services, operator("admin"));
    await expect(updateOperator(admin, { id: person.id, role: "owner" })).rejects.toMatchObject({
      kind: "forbidden",
    });
    expect(await listOperators(ctx)).toEqual([]);
  });
});
