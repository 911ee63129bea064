import type { Token } from "marked";
import { useSyncExternalStore } from "react";

type Lexer = (text: string) => Token[];

let real: Lexer | null = null;
let asked = false;
const waiting = new Set<() => void>();

async function load(): Promise<void> {
  real = (await import("marked")).lexer;
  for (const tell of waiting) tell();
}

function subscribe(tell: () => void): () => void {
  waiting.add(tell);
  if (!asked) void load();
  asked = true;
  return () => waiting.delete(tell);
}

/** Plain words until the reader of markdown is there. A hook: components call it while they render, once. */
export function lexer(text: string): Token[] {
  // biome-ignore lint/correctness/useHookAtTopLevel: it has the name of what it stands for
  const read = useSyncExternalStore(
    subscribe,
    () => real,
    () => real,
  );
  if (read) return read(text);
  const plain = { type: "text", raw: text, text: text.replace(/[*_#`\\]/g, "") } as Token;
  return [{ type: "paragraph", raw: text, text, tokens: [plain] } as Token];
}
