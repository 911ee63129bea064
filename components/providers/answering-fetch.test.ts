import { expect, it } from "vitest";
import { answeringFetch } from "./answering-fetch";

const NO_ANSWER = "The portal did not answer.";
const ask = (answer: () => Promise<Response>, init?: RequestInit) =>
  answeringFetch(NO_ANSWER, answer)("http://portal.example/api", init);

it("a network that is down is told in the reader's words", async () => {
  await expect(ask(() => Promise.reject(new TypeError("Failed to fetch")))).rejects.toThrow(NO_ANSWER);
});

it("a proxy's page is no answer", async () => {
  const page = new Response("<html>", { status: 502, headers: { "content-type": "text/html" } });
  await expect(ask(async () => page)).rejects.toThrow(NO_ANSWER);
});

it("an answer passes as it is, refusals included", async () => {
  const refusal = Response.json({ error: "no" }, { status: 409 });
  await expect(ask(async () => refusal)).resolves.toBe(refusal);
});

it("a cancelled request stays cancelled", async () => {
  const gone = new DOMException("gone", "AbortError");
  const signal = AbortSignal.abort(gone);
  await expect(ask(() => Promise.reject(gone), { signal })).rejects.toBe(gone);
});
