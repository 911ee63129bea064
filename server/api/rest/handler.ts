import { randomUUID } from "node:crypto";
import { authenticate } from "@/server/api/authenticate";
import { httpDuration } from "@/server/api/metrics";
import { attribution, mayEverywhere, mayIn, viewerOf } from "@/server/auth";
import { type Actor, isOperator } from "@/server/auth/actor";
import { forbidden, refuseUntilSetUp } from "@/server/auth/authorize";
import { knownAddress } from "@/server/auth/network-address";
import type { Context, Services } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import { parseJson } from "@/server/shared/parse-json";
import { readBody } from "@/server/shared/read-body";
import { settings } from "@/server/shared/settings";
import { contextOf, readOnly } from "@/server/viewing";
import { once } from "./idempotency";
import { matchRoute } from "./match";
import { metered, withinLimits } from "./metered";
import { problem } from "./problem";
import type { RestRoute } from "./route";

const MAX_BODY_BYTES = 5 * 1024 * 1024;
const PROCESS = randomUUID();

function mayCall(actor: Actor, route: RestRoute): boolean {
  if (route.localOnly) return actor.type === "local";
  const { permission } = route;
  if (permission === null || mayEverywhere(actor, permission)) return true;
  if (actor.type === "apiKey" && actor.tenantId) return mayIn(actor, permission, actor.tenantId);
  return actor.type === "user" && actor.memberships.some((m) => mayIn(actor, permission, m.tenantId));
}

async function bodyText(request: Request, limit: number): Promise<string> {
  const bytes = await readBody(request, limit);
  if (bytes === null) {
    throw new AppError(
      "too-large",
      "request.too_large",
      `The body is larger than ${Math.floor(limit / 1_048_576)} MB.`,
    );
  }
  return bytes.toString("utf8");
}

function queryObject(url: URL): Record<string, string> {
  return Object.fromEntries(url.searchParams);
}

async function run(ctx: Context, found: RestRoute, params: Record<string, string>, request: Request) {
  const query = found.query ? parse(found.query, queryObject(new URL(request.url))) : undefined;
  const text =
    found.method === "GET" || found.rawBody
      ? ""
      : await bodyText(request, found.maxBodyBytes ?? MAX_BODY_BYTES);
  const work = async (): Promise<Response> => {
    const body = found.body ? parse(found.body, text === "" ? {} : parseJson(text)) : undefined;
    const result = await found.handle(ctx, { params, query, body, request });
    if (result instanceof Response) return result;
    const status = found.status ?? (result === undefined ? 204 : 200);
    if (status === 204) return new Response(null, { status });
    return new Response(JSON.stringify(result), { status, headers: { "content-type": "application/json" } });
  };
  const key = request.headers.get("idempotency-key");
  if (!key || found.method === "GET" || found.rawBody) return work();
  const operation = `${found.method} ${new URL(request.url).pathname}`;
  return once(ctx, { key, operation, body: text, owner: PROCESS }, async () => {
    try {
      return await work();
    } catch (error) {
      return problem(error, ctx.requestId, ctx.log);
    }
  });
}

async function dispatch(
  services: Services,
  request: Request,
  requestId: string,
  found: ReturnType<typeof matchRoute>,
) {
  if (found.kind === "none")
    throw new AppError("not-found", "route.not_found", "There is nothing at this address.");
  if (found.kind === "method") {
    throw new AppError("malformed", "route.method", `Use ${found.allowed.join(" or ")} here.`);
  }
  const actor = found.route.public
    ? { type: "system" as const, id: "public", job: "public" }
    : await authenticate(services, request);
  const log = services.log.child({ requestId, actor: attribution(actor) });
  const address = knownAddress(request.headers.get("x-forwarded-for"));
  const ctx = contextOf({ ...services, address }, actor, requestId, log);
  refuseUntilSetUp(actor);
  const changes = found.route.method !== "GET" && !found.route.asks;
  if (changes && viewerOf(actor)?.raised === false) throw readOnly();
  if (!found.route.public && !mayCall(actor, found.route)) {
    throw found.route.permission && isOperator(actor)
      ? forbidden(found.route.permission)
      : new AppError("forbidden", "auth.forbidden", "This key may not do this.");
  }
  await withinLimits(services, actor, found.route);
  return metered(actor, await run(ctx, found.route, found.params, request));
}

/** Answers one request below `/api/v1`. Never throws. */
export async function handleRest(services: Services, request: Request): Promise<Response> {
  const requestId = newId("request");
  const started = performance.now();
  const found = matchRoute(request.method, new URL(request.url).pathname);
  let response: Response;
  try {
    response = await dispatch(services, request, requestId, found);
  } catch (error) {
    response = problem(error, requestId, services.log);
  }
  if (!response.headers.has("x-request-id")) response.headers.set("x-request-id", requestId);
  if (!response.headers.has("cache-control")) response.headers.set("cache-control", "no-store");
  response.headers.set("x-content-type-options", "nosniff");
  if (settings().url.startsWith("https:"))
    response.headers.set("strict-transport-security", "max-age=31536000; includeSubDomains");
  const label = found.kind === "route" ? found.route.path : "none";
  const ms = performance.now() - started;
  httpDuration.observe(
    { route: `/api/v1${label}`, method: request.method, status: response.status },
    ms / 1000,
  );
  services.log.info(
    { requestId, method: request.method, route: label, status: response.status, ms: Math.round(ms) },
    "request",
  );
  return response;
}
