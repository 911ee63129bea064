import { type ChildProcess, fork } from "node:child_process";
import { AppError } from "@/server/shared/errors";
import { type ProcessEntry, processEntry } from "@/server/shared/processes";
import type { FromDrawer, InvoicePaper, ToDrawer } from "./model";

/** One invoice takes this long at most. */
const TIME_MS = 30_000;
const MEMORY_MB = 512;
/** Processes at the same time; others wait their turn. */
const AT_ONCE = 2;

export type Draw = (paper: InvoicePaper) => Promise<Buffer>;

let running = 0;
const turns: (() => void)[] = [];

/** Lends a process that draws invoices; it ends with `work`. @throws `billing.not_drawn` */
export async function withDrawer<T>(
  work: (draw: Draw) => Promise<T>,
  entry: ProcessEntry = processEntry("invoices"),
): Promise<T> {
  while (running >= AT_ONCE) await new Promise<void>((go) => turns.push(go));
  running++;
  const child = start(entry);
  let asked = 0;
  try {
    return await work((paper) => drawn(child, { id: asked++, paper }));
  } finally {
    child.kill("SIGKILL");
    running--;
    turns.shift()?.();
  }
}

function start({ file, execArgv }: ProcessEntry): ChildProcess {
  // An environment of its own: nothing of the portal's settings and secrets reaches the process.
  const child = fork(file, [], {
    execArgv: [...execArgv, `--max-old-space-size=${MEMORY_MB}`],
    env: { NODE_ENV: "production" },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    serialization: "advanced",
  });
  // Whoever waits for an answer hears of it; with nobody waiting it is no error.
  child.on("error", () => undefined);
  return child;
}

function drawn(child: ChildProcess, message: ToDrawer): Promise<Buffer> {
  return new Promise<Buffer>((resolve, reject) => {
    const onMessage = (said: FromDrawer) => {
      if (said.id !== message.id) return;
      if ("bytes" in said) end(() => resolve(Buffer.from(said.bytes)));
      else end(() => reject(broken(new Error(said.problem))));
    };
    const onExit = (code: number | null, by: string | null) =>
      end(() => reject(broken(new Error(`The process ended (${by ?? code}).`))));
    const timer = setTimeout(
      () => end(() => reject(broken(new Error(`It took longer than ${TIME_MS / 1000} seconds.`)))),
      TIME_MS,
    );
    function end(tell: () => void) {
      clearTimeout(timer);
      child.off("message", onMessage).off("exit", onExit);
      tell();
    }
    child.on("message", onMessage).on("exit", onExit);
    if (child.exitCode !== null || !child.connected) onExit(child.exitCode, child.signalCode);
    else child.send(message, (error) => error && end(() => reject(broken(error))));
  });
}

const broken = (cause: Error) =>
  new AppError("failed", "billing.not_drawn", "The invoice's PDF could not be made.", {
    advice: "Try again; what the invoice says is kept.",
    retryable: true,
    cause,
  });
