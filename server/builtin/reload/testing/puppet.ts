import { writeFileSync } from "node:fs";
import type { DataModel } from "@/server/platform/model";
import type { FromChild, ReloadJob, ToChild } from "../messages";
import { dieWithParent } from "../parent-watch";

/**
 * A reload process whose script is a list of orders, for tests of the manager: a real process, on the real channel.
 * `log TEXT`, `progress ROWS`, `ask CONNECTION`, `allocate MB`, `write MB`, `spin` (holds the event loop), `wait`,
 * `deaf` (ignores cancelling), `exit CODE`, `fail CODE`, `done`.
 */
dieWithParent();
const held: Buffer[] = [];
let deaf = false;
let answered: (value: unknown) => void = () => {};

const model: DataModel = { tables: [], fields: [], associations: [], loops: [], syntheticKeys: [] };

function send(message: FromChild): void {
  process.send?.(message);
}

function end(message: FromChild): void {
  process.send?.(message, () => process.exit(0));
}

function log(message: string): void {
  send({ type: "log", lines: [{ at: new Date().toISOString(), level: "info", source: "puppet", message }] });
}

async function obey(job: ReloadJob, order: string, word: string): Promise<void> {
  if (order === "log") log(word);
  if (order === "ask") {
    send({ type: "question", id: 1, question: { what: "secret", connection: word } });
    log(`answer ${await new Promise((resolve) => (answered = resolve))}`);
  }
  if (order === "progress")
    send({
      type: "progress",
      progress: { statement: 1, statements: 2, rows: Number(word), bytes: 0, tables: [] },
      rss: 0,
    });
  if (order === "allocate") held.push(Buffer.alloc(Number(word) * 1024 * 1024, 1));
  if (order === "write") writeFileSync(job.file, Buffer.alloc(Number(word) * 1024 * 1024, 1));
  if (order === "deaf") deaf = true;
  if (order === "spin") for (;;);
  if (order === "wait") await new Promise(() => {});
  if (order === "exit") process.exit(Number(word));
  if (order === "fail")
    end({ type: "failed", state: "failed", error: { code: word, message: "As ordered.", retryable: false } });
  if (order === "done") {
    const { generation: id } = job;
    end({ type: "done", facts: { id, rows: 1, bytes: 1, sha256: "", keyId: "", engine: "puppet", model } });
  }
}

setInterval(() => {}, 1000);
process.on("message", async (message: ToChild) => {
  if (message.type === "answer") answered(message.value);
  if (message.type === "refusal") answered(message.error.code);
  if (message.type === "cancel" && !deaf) process.exit(0);
  if (message.type !== "run") return;
  send({ type: "base", rss: process.memoryUsage.rss() });
  writeFileSync(message.job.file, "");
  for (const line of message.job.script.split("\n")) {
    const [order = "", ...words] = line.trim().split(" ");
    await obey(message.job, order, words.join(" "));
  }
});
send({ type: "ready" });
