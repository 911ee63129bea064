import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { httpDuration } from "@/server/api/metrics";
import { problem } from "@/server/api/rest/problem";
import { knownAddress } from "@/server/auth/network-address";
import { embedFont, framingOrigins } from "@/server/embeds";
import type { Services } from "@/server/shared/context";
import { newId } from "@/server/shared/ids";
import { countUsage } from "@/server/shared/metering";
import { LINES_TYPE } from "../export-lines";
import { embedAsset, embedManifest } from "./bundle";
import { DATA_ROUTES, tenantAsking } from "./data";
import { embedDocument } from "./document";
import { embedExport } from "./export";
import { commonHeaders, dataHeaders, documentHeaders } from "./headers";

const pack = promisify(gzip);
const WORTH_PACKING = 1024;
const HALF_A_YEAR = 15_552_000;

async function document(services: Services, app: string): Promise<Response> {
  const [manifest, framing, font] = await Promise.all([
    embedManifest(),
    framingOrigins(services, app),
    embedFont(services, app),
  ]);
  return new Response(embedDocument(manifest, font), { headers: documentHeaders(framing) });
}

async function asset(name: string, request: Request): Promise<Response> {
  const found = await embedAsset(name, request.headers.get("accept-encoding") ?? "");
  if (!found) return nothing();
  return new Response(new Uint8Array(found.body), {
    headers: {
      ...commonHeaders(),
      "content-type": found.type,
      "cache-control": `public, max-age=${HALF_A_YEAR}, immutable`,
      vary: "accept-encoding",
      ...(found.encoding ? { "content-encoding": found.encoding } : {}),
    },
  });
}

/** The element's script: every host page may load it. It holds nothing of any tenant. */
async function element(request: Request): Promise<Response> {
  if (!(await embedManifest()).files["tenantry.js"]) return nothing();
  const response = await asset("tenantry.js", request);
  response.headers.set("cross-origin-resource-policy", "cross-origin");
  response.headers.set("access-control-allow-origin", "*");
  response.headers.set("cache-control", "public, max-age=300");
  return response;
}

async function data(services: Services, request: Request, name: string): Promise<Response> {
  const answer = JSON.stringify(await DATA_ROUTES[name]?.(services, request));
  const headers = new Headers({ ...dataHeaders(), "content-type": "application/json" });
  const packs = /\bgzip\b/.test(request.headers.get("accept-encoding") ?? "");
  const packed = packs && answer.length >= WORTH_PACKING;
  if (packed) headers.set("content-encoding", "gzip");
  const body = packed ? await pack(answer, { level: 5 }) : Buffer.from(answer);
  const tenant = tenantAsking(request);
  if (tenant) countUsage(tenant, "embed_bytes", body.byteLength);
  return new Response(new Uint8Array(body), { headers });
}

async function madeFile(services: Services, request: Request): Promise<Response> {
  const lines = await embedExport(services, request);
  return new Response(lines, { headers: { ...dataHeaders(), "content-type": LINES_TYPE } });
}

const nothing = () => new Response("There is nothing here.\n", { status: 404, headers: dataHeaders() });

function route(
  services: Services,
  request: Request,
  path: string,
): { name: string; answer: Promise<Response> } {
  const name = `${request.method} ${path}`;
  if (Object.hasOwn(DATA_ROUTES, name)) return { name, answer: data(services, request, name) };
  if (name === "POST /api/embed/export") return { name, answer: madeFile(services, request) };
  if (request.method !== "GET" && request.method !== "HEAD")
    return { name: "none", answer: Promise.resolve(nothing()) };
  if (path === "/embed/tenantry.js") return { name: path, answer: element(request) };
  const file = /^\/embed\/assets\/([\w.-]{1,200})$/.exec(path)?.[1];
  if (file) return { name: "/embed/assets/{file}", answer: asset(file, request) };
  const app = /^\/embed\/([\w-]{1,60})$/.exec(path)?.[1];
  if (app) return { name: "/embed/{app}", answer: document(services, app) };
  return { name: "none", answer: Promise.resolve(nothing()) };
}

/**
 * Answers one request of the embed's origin: the document, its files, the exchange of a token, and what a session may
 * ask. Never reads a cookie, never throws.
 */
export async function handleEmbed(services: Services, request: Request): Promise<Response> {
  const requestId = newId("request");
  const started = performance.now();
  const address = knownAddress(request.headers.get("x-forwarded-for"));
  const asked = { ...services, requestId, address };
  const { name, answer } = route(asked, request, new URL(request.url).pathname);
  const response = await answer.catch((error: unknown) => {
    if (request.signal.aborted) return new Response(null, { status: 499, headers: dataHeaders() });
    const said = problem(error, requestId, services.log);
    for (const [key, value] of Object.entries(dataHeaders())) said.headers.set(key, value);
    said.headers.delete("www-authenticate");
    return said;
  });
  const seconds = (performance.now() - started) / 1000;
  httpDuration.observe({ route: name, method: request.method, status: response.status }, seconds);
  const ms = Math.round(seconds * 1000);
  services.log.info({ requestId, route: name, status: response.status, ms }, "embed request");
  return response;
}
