import { expect, test } from "vitest";
import { type EmbedFailure, EmbedSession } from "./session";

test("a frame that is open when its tenant is suspended is closed by the first answer that says so", async () => {
  const refused: EmbedFailure[] = [];
  const answers: Response[] = [
    Response.json({ session: "tes_1", expiresAt: new Date(Date.now() + 600_000).toISOString() }),
    Response.json({ code: "bookmarks.forbidden", title: "No." }, { status: 403 }),
    Response.json({ code: "embeds.suspended", title: "Closed.", params: { name: "Acme" } }, { status: 403 }),
  ];
  const session = new EmbedSession({
    app: "app_1",
    page: "https://office.example",
    token: async () => "token",
    onRefused: (failure) => refused.push(failure),
    fetch: async () => answers.shift() ?? Response.error(),
  });
  await session.request("/api/embed/bookmarks/update", {});
  expect(refused).toEqual([]);
  const answer = await session.request("/api/embed/bookmarks", {});
  expect(refused).toMatchObject([{ code: "embeds.suspended", params: { name: "Acme" } }]);
  expect(await answer.json()).toMatchObject({ code: "embeds.suspended" });
});
