/** How alike two names of tables or columns are. Browser-safe. */

/** Words people use for one another in databases; each row is one meaning. */
const MEANINGS = [
  ["id", "no", "nr", "num", "number", "key", "code"],
  ["date", "on", "at", "day", "dt"],
  ["name", "title", "label"],
  ["amount", "amt", "value", "total"],
  ["quantity", "qty", "unit", "piece"],
  ["customer", "client", "buyer", "account"],
  ["product", "article", "item", "sku"],
  ["line", "detail", "position", "item"],
  ["supplier", "vendor"],
  ["store", "shop", "branch"],
  ["category", "group", "class"],
  ["employee", "staff", "worker"],
  ["price", "rate"],
  ["country", "nation"],
  ["company", "firm"],
];
/** Parts of names that say nothing about what a table holds. */
const NOISE = new Set(["tbl", "tab", "t", "dim", "fact", "fct", "vw", "v", "the", "of"]);
const MEANT = 0.8;
const SHORTENED = 0.9;
const TYPO = 0.7;

function singular(word: string): string {
  if (word.length > 4 && word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  return word.length > 3 && word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}

/** `OrderDetails`, `order_details` and `tbl_order_detail` are the same words. */
export function wordsOf(name: string): string[] {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map(singular);
  const telling = words.filter((w) => !NOISE.has(w));
  return telling.length > 0 ? telling : words;
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

function wordLikeness(a: string, b: string): number {
  if (a === b) return 1;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (short.length >= 3 && long.startsWith(short)) return SHORTENED;
  if (MEANINGS.some((m) => m.includes(a) && m.includes(b))) return MEANT;
  const like = 1 - distance(a, b) / long.length;
  return like >= TYPO ? like : 0;
}

/** 0 (nothing in common) to 1 (the same words). */
export function likeness(a: string, b: string): number {
  const [x, y] = [wordsOf(a), wordsOf(b)];
  if (x.length === 0 || y.length === 0) return 0;
  if (x.join("") === y.join("")) return 1;
  const best = (from: string[], to: string[]) =>
    from.reduce((sum, w) => sum + Math.max(...to.map((o) => wordLikeness(w, o))), 0);
  return (best(x, y) + best(y, x)) / (x.length + y.length);
}

const WORTH_SAYING = 0.5;

/** Up to three names that are like it, the likest first; ties in the order given. */
export function alike(name: string, known: readonly string[], least = WORTH_SAYING): string[] {
  return known
    .map((candidate) => ({ candidate, score: likeness(name, candidate) }))
    .filter(({ score }) => score >= least)
    .sort((a, b) => b.score - a.score)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}
