import { Helper } from "@/server/builtin/kernel/helper/helper";
import { CpuShares } from "./cpu-shares";
import { Engine } from "./engine";
import { type FromHost, type ToHost, toFailure } from "./protocol";

/** The engine-host process: answers the portal's questions over its channel and ends with it. */
const MEMORY_REPORT_MS = 500;

/** The program of the thread that helps with large passes is told by who starts the host. */
const [, , helperFile] = process.argv;
const engine = new Engine(helperFile ? { helper: new Helper(helperFile) } : {});
const cpu = new CpuShares();
const send = (message: FromHost) => process.connected && process.send?.(message);

function answer(message: Extract<ToHost, { type: "ask" }>): void {
  const { request } = message;
  cpu.begin(request);
  engine.answer(message).then(
    (answer) => send({ type: "answer", request, answer, cpuMicros: cpu.end(request) }),
    (error: unknown) =>
      send({ type: "failure", request, failure: toFailure(error), cpuMicros: cpu.end(request) }),
  );
}

process.on("message", (message: ToHost) => {
  switch (message.type) {
    case "ask":
      answer(message);
      return;
    case "abort":
      engine.abort(message.request);
      return;
    case "close":
      void engine.close(message.file);
      return;
  }
});
process.on("disconnect", () => process.exit(0));
// The portal decides when its children end: a Ctrl-C in the terminal reaches the whole group.
process.on("SIGINT", () => undefined);

setInterval(() => send({ type: "memory", bytes: process.memoryUsage.rss() }), MEMORY_REPORT_MS);
send({ type: "ready" });
