/**
 * A browser keeps for good that a module could not be had, and with it whatever imports that: asking once more is
 * answered without asking anybody. So a file and those it cannot begin without are fetched before they are imported, but
 * for what is wanted from the start: that is imported at once, and after a failure under another address.
 */
const HELPERS = [
  "const $got=new Set",
  "$fetched=async f=>{if($got.has(f))return;const a=await fetch(new URL(f,import.meta.url));if(!a.ok)throw new TypeError(f+': '+a.status);await a.arrayBuffer();$got.add(f)}",
  "$late=async f=>{await Promise.all([f,...$needs[f]??[]].map($fetched));return import(f)}",
  "$first=f=>import(f).catch(()=>import(f+'?again='+ ++$tries))",
].join(",");

const ASKED = /\bimport\("(\.\/[^"]+)"\)/g;
const NEEDED = /\bfrom\s*"(\.\/[^"]+)"|\bimport\s*"(\.\/[^"]+)"/g;

/** The files a file cannot begin without, as it names them. @param {Map<string, string>} files @param {string} name */
function needs(files, name) {
  const found = new Set([name]);
  for (const one of found)
    for (const [, from, alone] of (files.get(one.slice(2)) ?? "").matchAll(NEEDED))
      found.add(from ?? alone ?? "");
  found.delete(name);
  return [...found];
}

/**
 * A script whose `import("./file")` can be had after a failure.
 * @param {string} text
 * @param {Map<string, string>} files all there are, by name
 * @param {{ first: string[]; there: string[] }} known those wanted from the start, and those that are there before it runs
 */
export function importsThatMayFail(text, files, { first, there }) {
  const asked = new Set([...text.matchAll(ASKED)].map(([, name = ""]) => name));
  if (asked.size === 0) return text;
  /** @type {Record<string, string[]>} */
  const table = {};
  for (const name of asked) {
    const others = needs(files, name).filter((one) => !there.includes(one.slice(2)));
    if (others.length > 0) table[name] = others;
  }
  const by = (/** @type {string} */ name) => (first.includes(name.slice(2)) ? "$first" : "$late");
  const body = text.replaceAll(ASKED, (_, name) => `${by(name)}("${name}")`);
  return `${HELPERS},$needs=${JSON.stringify(table)};let $tries=0;\n${body}`;
}
