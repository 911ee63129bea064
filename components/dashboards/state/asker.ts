import type { Answer, BatchAnswer, Question } from "@/server/platform/model";
import type { DashboardSource } from "../source";
import { batchOf, type Ground, missingOf, textOf, textOfGround, UNANSWERED } from "./batch";

export interface Wish {
  ground: Ground;
  questions: Question[];
}

interface Flight {
  ground: string;
  asked: Set<string>;
  abort: AbortController;
}

type Ask = DashboardSource["ask"];

export interface AskerEvents {
  /** The wish is answered, all of it, from one generation. */
  settled(answers: ReadonlyMap<string, Answer>, facts: Pick<BatchAnswer, "generation" | "fields">): void;
  failed(error: unknown): void;
}

/**
 * Makes the answers match the newest wish with the fewest requests: what is known under the same selections is not
 * asked again, equal questions are asked once, a newer wish aborts the request of an older one, and an answer that
 * comes late is dropped.
 */
export class Asker {
  #ask: Ask;
  #events: AskerEvents;
  #known = new Map<string, Answer>();
  #ground = "";
  #facts: Pick<BatchAnswer, "generation" | "fields"> = { generation: "", fields: {} };
  #flight: Flight | null = null;
  #wish: Wish = { ground: {}, questions: [] };

  constructor(ask: Ask, events: AskerEvents) {
    this.#ask = ask;
    this.#events = events;
  }

  /** Answers from memory at once where it can (then `settled` is called before this returns). */
  wish(wish: Wish): void {
    this.#wish = wish;
    const ground = textOfGround(wish.ground);
    const known = ground === this.#ground ? this.#known : new Map<string, Answer>();
    const missing = missingOf(wish.questions, known);
    const flight = this.#flight;
    if (flight?.ground === ground && missing.every((q) => flight.asked.has(textOf(q)))) return;
    this.stop();
    if (missing.length === 0 && ground === this.#ground) this.#settle();
    else this.#fly(ground, missing);
  }

  /** Aborts what is on its way. */
  stop(): void {
    this.#flight?.abort.abort();
    this.#flight = null;
  }

  /** Forgets every answer, so that the next wish asks anew. */
  forget(): void {
    this.stop();
    this.#known = new Map();
    this.#ground = "";
  }

  #fly(ground: string, missing: Question[]): void {
    const texts = missing.map(textOf);
    const flight: Flight = { ground, asked: new Set(texts), abort: new AbortController() };
    this.#flight = flight;
    this.#ask(batchOf(this.#wish.ground, missing), flight.abort.signal).then(
      (answer) => {
        if (this.#flight !== flight) return;
        this.#flight = null;
        this.#keep(ground, texts, answer);
        this.#settleOrAskAgain();
      },
      (error: unknown) => {
        if (this.#flight !== flight) return;
        this.#flight = null;
        this.#events.failed(error);
      },
    );
  }

  /** Answers of another selection or another generation never stand beside the new ones. */
  #keep(ground: string, texts: string[], answer: BatchAnswer): void {
    if (ground !== this.#ground || answer.generation !== this.#facts.generation) this.#known = new Map();
    this.#ground = ground;
    this.#facts = { generation: answer.generation, fields: answer.fields };
    texts.forEach((text, i) => {
      this.#known.set(text, answer.answers[`q${i}`] ?? UNANSWERED);
    });
  }

  #settleOrAskAgain(): void {
    const missing = missingOf(this.#wish.questions, this.#known);
    if (missing.length > 0) this.#fly(this.#ground, missing);
    else this.#settle();
  }

  #settle(): void {
    const asked = new Map<string, Answer>();
    for (const question of this.#wish.questions) {
      const text = textOf(question);
      asked.set(text, this.#known.get(text) ?? UNANSWERED);
    }
    this.#events.settled(asked, this.#facts);
  }
}
