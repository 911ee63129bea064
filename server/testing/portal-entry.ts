import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { parseArgs } from "node:util";
import { handleRest } from "@/server/api/rest/handler";
import { type Container, startContainer } from "@/server/container";
import { parseEnv } from "@/server/shared/env";

/**
 * The portal without its pages, as a process of its own for tests: same container, same REST handler. It can be told
 * to kill itself with -9 at a step's boundary, or after a while.
 */
const { values } = parseArgs({
  options: {
    /** `step:state`, for example `startReload:running`; `reload:state` looks at reloads. */
    "kill-on": { type: "string" },
    "kill-after": { type: "string" },
  },
});

const die = () => process.kill(process.pid, "SIGKILL");

function killOn(container: Container, spec: string): void {
  const [step, state] = spec.split(":");
  const { store } = container.services;
  const look = async () => {
    const { reloads, runEvents } = store.tables;
    if (step === "reload") {
      const found = await store.read.select({ state: reloads.state }).from(reloads);
      if (found.some((r) => r.state === state)) die();
      return;
    }
    const rows = await store.read.select({ type: runEvents.type, data: runEvents.data }).from(runEvents);
    if (rows.some((r) => r.type === "step.state" && r.data.step === step && r.data.state === state)) die();
  };
  setInterval(() => void look(), 1).unref();
}

async function toRequest(message: IncomingMessage, url: string): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const method = message.method ?? "GET";
  const headers = new Headers(message.headers as Record<string, string>);
  const abort = new AbortController();
  message.socket.once("close", () => abort.abort());
  const body = method === "GET" || method === "HEAD" ? undefined : Buffer.concat(chunks);
  return new Request(new URL(message.url ?? "/", url), { method, headers, body, signal: abort.signal });
}

async function answer(container: Container, url: string, message: IncomingMessage, reply: ServerResponse) {
  const response = await handleRest(container.services, await toRequest(message, url));
  reply.writeHead(response.status, Object.fromEntries(response.headers));
  if (!response.body) return void reply.end();
  Readable.fromWeb(response.body as never).pipe(reply);
}

const env = parseEnv();
if (values["kill-after"]) setTimeout(die, Number(values["kill-after"]));
const container = await startContainer(env);
if (values["kill-on"]) killOn(container, values["kill-on"]);
createServer((message, reply) => void answer(container, env.url, message, reply)).listen(
  env.port,
  env.host,
  () => {
    process.stdout.write("READY\n");
  },
);
process.on("SIGTERM", () => void container.stop(5_000).then(() => process.exit(0)));
