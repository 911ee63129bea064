import { existsSync } from "node:fs";
import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { Access, type AnswerFor, loadRules } from "@/server/builtin/access";
import { AnswerCache } from "@/server/builtin/associative/answer-cache";
import { answerBatch } from "@/server/builtin/associative/ask";
import { catalogOf } from "@/server/builtin/associative/catalog";
import { fieldValues } from "@/server/builtin/associative/field-values";
import { loadModel } from "@/server/builtin/associative/metadata";
import { publicModel } from "@/server/builtin/associative/model";
import { query } from "@/server/builtin/associative/query";
import { overMemory } from "@/server/builtin/associative/run";
import type { AssociativeModel } from "@/server/builtin/associative/types";
import { logPath } from "@/server/builtin/files/paths";
import { KernelBudget } from "@/server/builtin/kernel/budget";
import { fieldsOfClicks } from "@/server/builtin/kernel/foresight";
import { Reclaim } from "@/server/builtin/kernel/reclaim";
import { SavedCodes } from "@/server/builtin/kernel/saved";
import { KernelStore, type Tuning } from "@/server/builtin/kernel/store";
import { AppError } from "@/server/shared/errors";
import { openReadOnly } from "./instance";
import { LOG_MEMORY } from "./limits";
import type { Question, ToHost } from "./protocol";
import { Warming } from "./warming";

type Ask = Extract<ToHost, { type: "ask" }>;

interface Opened {
  instance: DuckDBInstance;
  model: AssociativeModel;
  answers: AnswerCache;
  access: Access;
  kernel: KernelStore;
}

/** What one question is answered from. */
type View = Exclude<Awaited<ReturnType<Access["open"]>>, "everything">;

/** An answer larger than this is refused, so that the portal never has to hold it. */
const MOST_ANSWER_CHARS = 64 * 1024 * 1024;

/** Answers kept per open generation, so that a dashboard's first picture and a step back cost nothing. */
const MOST_KEPT_CHARS = 2 * 1024 * 1024;

/** The engine of one host process: opens generations on their first question and answers. */
export class Engine {
  private readonly opened = new Map<string, Promise<Opened>>();
  /** Shared by the generations that are open. */
  private codeTables: KernelBudget | undefined;
  private readonly running = new Map<number, { stop(reason: AppError): void }>();
  private readonly warming = new Warming(() => this.running.size === 0);

  private readonly reclaim = new Reclaim(() => void this.collect());

  /** @param tuning of what is answered from code tables */
  constructor(private readonly tuning: Tuning = {}) {}

  /** The helping thread holds on to what it has seen, too. */
  private async collect(): Promise<void> {
    await this.tuning.helper?.rest();
    globalThis.gc?.();
  }

  /** Answers one question, or throws; past `timeoutMs`, or after `abort`, the statement is interrupted. */
  async answer(ask: Ask): Promise<unknown> {
    const opened = await this.open(ask);
    const db = await opened.instance.connect();
    let view: View | undefined;
    let stopped: AppError | undefined;
    let told = false;
    const withdrawn = new AbortController();
    const stop = (reason: AppError) => {
      stopped ??= reason;
      withdrawn.abort(reason);
      db.interrupt();
    };
    this.running.set(ask.request, { stop });
    const timer = setTimeout(() => stop(timedOut(ask.timeoutMs)), ask.timeoutMs);
    // An interrupt between two statements is lost; repeat it until the question is over.
    const repeat = setInterval(() => stopped && db.interrupt(), 50);
    try {
      view = await raced(viewOf(opened, db, ask.asker, withdrawn.signal), withdrawn.signal);
      const answer = await this.ask(db, view, ask, withdrawn.signal);
      if (stopped) throw stopped;
      const within = limited(answer);
      told = true;
      return within;
    } catch (error) {
      throw stopped ?? overMemory(error) ?? error;
    } finally {
      clearTimeout(timer);
      clearInterval(repeat);
      this.running.delete(ask.request);
      db.closeSync();
      view?.release();
      if (told) this.foresee(opened, view, ask.question);
    }
  }

  /** After a picture without selections: what clicks on it need is loaded while nothing else is to be done. */
  private foresee({ kernel }: Opened, view: View | undefined, question: Question): void {
    if (question.kind !== "ask" || view?.kernel !== kernel) return;
    const { selections } = question.input;
    if (selections && Object.keys(selections).length > 0) return;
    void this.warming.begin(kernel, fieldsOfClicks(kernel.catalog, question.input));
  }

  abort(request: number): void {
    this.running
      .get(request)
      ?.stop(new AppError("unavailable", "query.aborted", "The question was withdrawn."));
  }

  /** Closes a file. The portal asks for it only when no question about it is running. */
  async close(file: string): Promise<void> {
    const opened = this.opened.get(file);
    this.opened.delete(file);
    const { instance, access, kernel } = (await opened?.catch(() => undefined)) ?? {};
    await access?.close();
    await kernel?.close();
    instance?.closeSync();
  }

  private open(ask: Ask): Promise<Opened> {
    const { file } = ask;
    const known = this.opened.get(file);
    if (known) return known;
    this.codeTables ??= new KernelBudget(ask.codeBytes, (bytes) => this.reclaim.dropped(bytes));
    const opening = openWithModel(ask, this.codeTables, this.tuning);
    this.opened.set(file, opening);
    opening.catch(() => this.opened.delete(file));
    return opening;
  }

  private async ask(
    db: DuckDBConnection,
    { model, shown, answers, kernel }: View,
    { question, generation }: { question: Question; generation: string },
    signal: AbortSignal,
  ) {
    switch (question.kind) {
      case "query":
        return query(db, model, question.input, { generation });
      case "fieldValues":
        return fieldValues(db, model, question.input, { generation });
      case "ask":
        return answerBatch(db, model, question.input, { generation, signal, cache: answers, kernel });
      case "model":
        return shown;
    }
  }
}

/** The lowest layer: a connection sees nothing but the asker's rows and fields before anything is asked. */
async function viewOf(
  { model, answers, access, kernel }: Opened,
  db: DuckDBConnection,
  asker: AnswerFor,
  signal: AbortSignal,
): Promise<View> {
  const view = asker !== "everything" ? await access.open(db, asker, signal) : "everything";
  if (view !== "everything") return view;
  return { model, shown: publicModel(model), answers, kernel, release: () => {} };
}

/** The view, unless the question is over first: what it waits for may be worked out for others, too. */
function raced(opening: Promise<View>, signal: AbortSignal): Promise<View> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    opening.then((view) => (signal.aborted ? view.release() : resolve(view)), reject);
  });
}

async function openWithModel(
  { file, codesFile, memoryBytes }: Ask,
  codeTables: KernelBudget,
  tuning: Tuning,
): Promise<Opened> {
  const log = existsSync(logPath(file)) ? LOG_MEMORY : 0;
  const instance = await openReadOnly(file, memoryBytes + log);
  try {
    const db = await instance.connect();
    const model = await loadModel(db);
    const rules = await loadRules(db);
    db.closeSync();
    const access = new Access(instance, model, rules, { maxBytes: memoryBytes / 4, codeTables, tuning });
    const catalog = catalogOf(model);
    const kernel = new KernelStore(catalog, codeTables, await SavedCodes.open(codesFile, catalog), tuning);
    return { instance, model, answers: new AnswerCache(MOST_KEPT_CHARS), access, kernel };
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

function limited(answer: unknown): unknown {
  if (JSON.stringify(answer).length <= MOST_ANSWER_CHARS) return answer;
  throw new AppError("too-large", "query.answer_too_large", "The answer is larger than 64 MB.", {
    advice: "Ask for fewer rows (`limit`), or leave out long texts.",
  });
}

function timedOut(ms: number): AppError {
  const seconds = Math.round(ms / 1000);
  return new AppError(
    "limit",
    "query.timeout",
    `The question took longer than the ${seconds} s it may take.`,
    {
      advice: "Ask with fewer dimensions, or select more first; a larger plan may allow more.",
      params: { seconds },
    },
  );
}
