import type { Batch, BatchAnswer, Question } from "@/server/platform/model";

type Kept = BatchAnswer["answers"][string] | BatchAnswer["fields"];

/** Expressions whose answer changes with the clock are not kept. */
const BY_THE_CLOCK = /\b(today|now)\s*\(/i;

/** Answers of one generation, which never changes: those used last, up to a number of characters as JSON. */
export class AnswerCache {
  private readonly kept = new Map<string, { value: Kept; size: number }>();
  private size = 0;

  constructor(private readonly maxChars: number) {}

  get<T extends Kept>(key: string | null): T | undefined {
    const found = key === null ? undefined : this.kept.get(key);
    if (key === null || !found) return undefined;
    this.kept.delete(key);
    this.kept.set(key, found);
    return found.value as T;
  }

  set(key: string | null, value: Kept): void {
    if (key === null || this.kept.has(key)) return;
    const size = key.length + JSON.stringify(value).length;
    if (size > this.maxChars / 4) return;
    this.kept.set(key, { value, size });
    this.size += size;
    for (const [oldest, { size }] of this.kept) {
      if (this.size <= this.maxChars) return;
      this.kept.delete(oldest);
      this.size -= size;
    }
  }
}

/** Key of a question's answer, or of the counts of the fields selected in; null where it is not to be kept. */
export function answerKey(batch: Omit<Batch, "questions">, question: Question | "fields"): string | null {
  const { selections = {}, locked = [], variables = {}, sets = {} } = batch;
  const sorted = <T>(record: Record<string, T>) =>
    Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
  const key = JSON.stringify([
    question,
    sorted(selections),
    [...locked].sort(),
    sorted(variables),
    sorted(sets),
  ]);
  return BY_THE_CLOCK.test(key) ? null : key;
}
