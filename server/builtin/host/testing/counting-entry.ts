import { AnswerCache } from "@/server/builtin/associative/answer-cache";
import { Workspace } from "@/server/builtin/associative/workspace";
import type { KernelStore } from "@/server/builtin/kernel/store";
import { Engine } from "../engine";
import "../entry";

/** How the questions of a host process were answered so far; every answer of this program carries them. */
export interface Ways {
  pid: number;
  /** Answers that were kept from before. */
  kept: number;
  /** Questions answered from code tables. */
  codes: number;
  /** Statements of the way of SQL. */
  statements: number;
}

interface Insides {
  opened: Map<string, Promise<{ kernel: KernelStore }>>;
}

/* The engine host itself, which tells how it came to its answers besides. */
const ways: Ways = { pid: process.pid, kept: 0, codes: 0, statements: 0 };
const counted = new WeakMap<KernelStore, number>();

const { answer } = Engine.prototype;
Engine.prototype.answer = async function (ask) {
  const found = await answer.call(this, ask);
  const opened = await (this as unknown as Insides).opened.get(ask.file);
  if (opened) {
    const { kernel } = opened;
    ways.codes += kernel.answered - (counted.get(kernel) ?? 0);
    counted.set(kernel, kernel.answered);
  }
  return { ...(found as object), ways };
};

const { get } = AnswerCache.prototype;
AnswerCache.prototype.get = function <T>(this: AnswerCache, key: string | null) {
  const found = get.call(this, key);
  if (found) ways.kept++;
  return found as T | undefined;
} as typeof get;

const { read } = Workspace.prototype;
Workspace.prototype.read = function (...args: Parameters<typeof read>) {
  ways.statements++;
  return read.apply(this, args);
};
