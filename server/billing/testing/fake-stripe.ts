import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  type Behaviour,
  type FakeEvent,
  FakeWorld,
  type Json,
  type Params,
  params,
  Refusal,
} from "./fake-stripe-world";

/**
 * A server that answers as Stripe does, over HTTP, for the SDK as it is: the calls Tenantry makes, idempotency keys with
 * Stripe's rules, Checkout as a page to press buttons on, events signed as Stripe signs them, and every way to fail.
 */
export type Fault =
  /** Refused before anything is done. */
  | "429"
  | "500-before"
  | "drop-before"
  /** Done, but whoever asked does not learn it. */
  | "500-after"
  | "drop-after";

export interface FakeStripe {
  world: FakeWorld;
  url: string;
  /** What happens to the next calls, by their method and path; null leaves one alone. */
  fault: (call: string) => Fault | null;
  /** The header an event comes with. */
  signature(body: string, at?: Date, secret?: string): string;
  /** Where events are sent as they happen; nowhere unless set. */
  webhook: string | null;
  webhookSecret: string;
  /** Calls so far, as `POST /v1/refunds`. */
  calls: string[];
  stop(): Promise<void>;
}

/** `a[b][0]=c` as objects in objects. */
export function parseForm(body: string): Params {
  const root: Params = {};
  for (const [key, value] of new URLSearchParams(body)) {
    const path = key.split(/\[|\]/).filter(Boolean);
    let at = root;
    for (const step of path.slice(0, -1)) {
      const next = params(at[step]);
      at[step] = next;
      at = next;
    }
    at[path.at(-1) ?? key] = value;
  }
  return root;
}

const list = (data: readonly object[]): Json => ({
  object: "list",
  data: [...data].reverse(),
  has_more: false,
});

function answer(world: FakeWorld, method: string, path: string, p: Params): object {
  const [, , noun, id, verb] = path.replace("/checkout/", "/").split("/");
  const since = Number(params(p.created).gte ?? 0);
  const mine = <T extends { created: number; customer: string }>(all: Iterable<T>) =>
    [...all].filter((one) => one.created >= since && (!p.customer || one.customer === p.customer));
  const whole = (session: ReturnType<FakeWorld["session"]>) => ({
    ...session,
    payment_intent: session.payment_intent && world.intent(session.payment_intent),
  });
  const routes: Record<string, () => object> = {
    "GET account": () => ({
      id: "acct_1",
      object: "account",
      business_profile: { name: "Fake Ltd" },
      charges_enabled: true,
    }),
    "POST customers": () => world.makeCustomer(p),
    "POST sessions": () => world.makeSession(p),
    "GET sessions id": () => whole(world.session(id ?? "")),
    "GET sessions": () => list(mine(world.sessions.values()).map((one) => whole(world.session(one.id)))),
    "POST sessions id": () => world.expireSession(id ?? ""),
    "POST payment_intents": () => world.makeIntent(p),
    "GET payment_intents id": () => world.intent(id ?? ""),
    "GET payment_intents": () => list(mine(world.intents.values())),
    "POST payment_methods id": () => world.detach(id ?? ""),
    "POST refunds": () => world.makeRefund(p),
    "GET refunds": () => list(world.refundsOf(String(p.payment_intent))),
    "GET disputes": () =>
      list([...world.disputes.values()].filter((one) => one.payment_intent === p.payment_intent)),
    "GET events": () => {
      const types = new Set(Object.values(params(p.types)));
      return list(world.events.filter((one) => one.created >= since && types.has(one.type)));
    },
  };
  const found = routes[[method, noun, ...(id ? ["id"] : [])].join(" ")];
  const known =
    !verb || (noun === "sessions" && verb === "expire") || (noun === "payment_methods" && verb === "detach");
  if (found && known) return found();
  throw new Refusal(404, {
    type: "invalid_request_error",
    message: `Unrecognized request URL (${method} ${path})`,
  });
}

interface Answer {
  status: number;
  body: Json;
}

const ERROR_500: Answer = {
  status: 500,
  body: { error: { type: "api_error", message: "Something went wrong" } },
};

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString();
}

const BUTTONS: readonly [Behaviour, string][] = [
  ["ok", "Pay"],
  ["decline", "Pay with a card that is declined"],
  ["processing", "Pay by debit"],
];

export async function startFakeStripe(now: () => Date = () => new Date(), port = 0): Promise<FakeStripe> {
  const world = new FakeWorld(now);
  /** Answers by idempotency key, with what was asked. */
  const kept = new Map<string, Answer & { asked: string }>();
  let told = 0;

  function work(method: string, path: string, form: string, key: string | undefined): Answer {
    const asked = `${method} ${path} ${form}`;
    const before = key ? kept.get(key) : undefined;
    if (before && before.asked !== asked)
      return {
        status: 400,
        body: {
          error: { type: "idempotency_error", message: "Keys can only be used with the same parameters" },
        },
      };
    if (before) return before;
    let made: Answer;
    try {
      made = { status: 200, body: structuredClone(answer(world, method, path, parseForm(form))) as Json };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      made = { status: error.status, body: { error: error.body } };
    }
    // What was refused as invalid was not begun: it may be asked again.
    if (key && (made.status === 200 || made.status === 402)) kept.set(key, { ...made, asked });
    return made;
  }

  function send(response: ServerResponse, { status, body }: Answer): void {
    response.writeHead(status, { "content-type": "application/json", "request-id": "req_fake" });
    response.end(JSON.stringify(body));
  }

  async function api(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const method = request.method ?? "GET";
    const form = method === "GET" ? url.search.slice(1) : await textOf(request);
    const call = `${method} ${url.pathname}`;
    fake.calls.push(call);
    if (!/^Bearer (sk|rk)_test_\w+$/.test(request.headers.authorization ?? ""))
      return send(response, {
        status: 401,
        body: { error: { type: "invalid_request_error", message: "Invalid API Key" } },
      });
    const key = request.headers["idempotency-key"]?.toString();
    const fault = fake.fault(call);
    if (fault === "429")
      return send(response, {
        status: 429,
        body: { error: { type: "rate_limit_error", code: "rate_limit", message: "Too many" } },
      });
    if (fault === "500-before") return send(response, ERROR_500);
    if (fault === "drop-before") return void request.socket.destroy();
    const made = work(method, url.pathname, form, key);
    if (fault === "drop-after") return void request.socket.destroy();
    if (fault === "500-after" && key)
      kept.set(key, { ...ERROR_500, asked: `${method} ${url.pathname} ${form}` });
    send(response, fault === "500-after" ? ERROR_500 : made);
    await deliver();
  }

  async function page(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const session = world.session(url.pathname.split("/").at(-1) ?? "");
    if (request.method === "POST") {
      const form = parseForm(await textOf(request));
      const after = world.complete(session.id, String(form.how) as Behaviour);
      await deliver();
      const to = after.status === "complete" ? after.success_url : url.pathname;
      response.writeHead(303, { location: to }).end();
      return;
    }
    const ways = session.mode === "setup" ? ([["ok", "Save card"]] as const) : BUTTONS;
    const buttons = ways
      .map(([how, label]) => `<button name="how" value="${how}">${label}</button>`)
      .join(" ");
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.end(
      `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Checkout</title><h1>${session.title}</h1><p>${session.amount_total} ${session.currency}</p><form method="post">${buttons}</form></html>`,
    );
  }

  /** Sends events as they happen, one after the other; what is not taken is not sent again. */
  async function deliver(): Promise<void> {
    if (!fake.webhook) return;
    for (; told < world.events.length; told++) {
      const body = JSON.stringify(world.events[told]);
      const headers = { "content-type": "application/json", "stripe-signature": fake.signature(body) };
      await fetch(fake.webhook, { method: "POST", body, headers }).catch(() => undefined);
    }
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://fake");
    const handler = url.pathname.startsWith("/pay/") ? page : api;
    handler(request, response, url).catch((error: unknown) => {
      send(response, { status: 500, body: { error: { type: "api_error", message: String(error) } } });
    });
  });
  const fake: FakeStripe = {
    ...{ world, url: "", fault: () => null, webhook: null, webhookSecret: "whsec_fake", calls: [] },
    signature(body, at = now(), secret = fake.webhookSecret) {
      const t = Math.floor(at.getTime() / 1000);
      return `t=${t},v1=${createHmac("sha256", secret).update(`${t}.${body}`).digest("hex")}`;
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  world.origin = fake.url;
  return fake;
}

export type { Behaviour, FakeEvent };
