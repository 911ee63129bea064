import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sayerOf } from "./say";
import { errorWords } from "./words";

/** Places whose errors only operators, developers with an API key, or the command line meet. */
const NOT_OF_TENANTS = [
  /^(announcements|api-keys|api\/rest|cli|container|drafts|home|plans|settings|setup|templates|testing|viewing\/verbs)/,
  /^(platform\/(contract|testing)|provisioning\/(?!reload|verify|suspend))/,
  /^(workflows|billing\/(?!change|apply|entries|coupons\/redeem|alerts|paper|invoices|trace|payments\/(?!book)))/,
  /^(users\/(create|update)-operator|users\/(owner|reset-factor)|usage\/declare)/,
  /^(tenants\/(note|set-state|slug|views)|connections\/file-grants|shared\/money)/,
];

/** Made for programs, or an operator's alone, in places that people of tenants reach too. */
const OTHERS = /^(workflows|x|route|idempotency|step|sort|operator|tenant_view|module|cli)\./;

const SERVER = join(process.cwd(), "server");

const sources = readdirSync(SERVER, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
  .filter((path) => !NOT_OF_TENANTS.some((place) => place.test(path)))
  .map((path) => readFileSync(join(SERVER, path), "utf8"));

/** Every code that the server's sources throw: in `new AppError(kind, code)`, `notFound(noun)` and like functions. */
function codesOf(text: string): string[] {
  const thrown = text.matchAll(
    /(?:Error|refus\w*|fail\w*|invalid\w*)\(\s*(?:"[a-z-]+",\s*)?"([a-z-]+\.[a-z_]+)"/g,
  );
  const nouns = text.matchAll(/\bnotFound\(\s*"([a-z_-]+)"/g);
  return [...[...thrown].map(([, code = ""]) => code), ...[...nouns].map(([, noun]) => `${noun}.not_found`)];
}

const codes = [...new Set(sources.flatMap(codesOf))].filter((code) => !OTHERS.test(code)).sort();

test.each(["de", "fr"] as const)("every error that people of tenants meet has words in %s", (language) => {
  const words = errorWords[language];
  const has = (code: string) => {
    const [noun = "", rest = ""] = code.split(".");
    const texts = words?.[noun];
    return typeof texts === "object" && rest in texts;
  };
  expect(codes.length).toBeGreaterThan(120);
  expect(codes.filter((code) => !has(code))).toEqual([]);
});

/** All texts with their codes. */
const textsOf = (language: "de" | "fr") =>
  Object.entries(errorWords[language] ?? {}).flatMap(([noun, texts]) =>
    typeof texts === "string"
      ? [[noun, texts] as const]
      : Object.entries(texts).map(([rest, text]) => [`${noun}.${rest}`, text] as const),
  );

const argumentsOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

test("German and French say the same codes, with the same arguments", () => {
  const [de, fr] = [new Map(textsOf("de")), new Map(textsOf("fr"))];
  expect([...de.keys()].sort()).toEqual([...fr.keys()].sort());
  for (const [code, text] of de)
    expect([code, argumentsOf(text)]).toEqual([code, argumentsOf(fr.get(code) ?? "")]);
});

test("an argument of a text is a param that some error of its code has", () => {
  const all = sources.join("\n");
  const wrong = textsOf("de").flatMap(([code, text]) => {
    const near = [...all.matchAll(new RegExp(`"${code.replace(".", "\\.")}"`, "g"))].map(({ index }) =>
      all.slice(index, index + 700),
    );
    return argumentsOf(text)
      .filter(
        (name) =>
          name !== "detail" &&
          !near.some((part) => new RegExp(`params[^]*\\b${name}\\b|\\bparams\\b,`).test(part)),
      )
      .map((name) => `${code}: ${name}`);
  });
  expect(wrong).toEqual([]);
});

test("an error without words, or without what its words name, is left as the server says it", () => {
  const say = sayerOf("de-DE", errorWords.de);
  const message = "Ann is the last admin.";
  expect(say({ code: "members.last_admin", message, params: { email: "ann@alder.example" } })).toContain(
    "ann@alder.example ist der letzte Admin",
  );
  expect(say({ code: "members.last_admin", message })).toBeNull();
  expect(say({ code: "nowhere.known", message })).toBeNull();
  expect(say({ code: "members", message })).toBeNull();
  expect(sayerOf("en-GB", errorWords.en)({ code: "members.last_admin", message })).toBeNull();
});

test("what an error names is put in as text, whatever is written in it", () => {
  const say = sayerOf("fr-FR", errorWords.fr);
  const name = "{x} <b>'tis</b>";
  expect(say({ code: "groups.taken", message: "", params: { name } })).toContain(name);
  expect(say({ code: "connections.in_use", message: "", params: { apps: ["A", "B"] } })).toContain("A, B");
});
