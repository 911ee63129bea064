import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const ROOT = resolve(__dirname, "..");
const MAX_LINES = 300;
/** Nouns of the API: each has a table, a folder, a router and REST operations of that name. */
const NOUNS = ["tenants", "templates", "connections", "apps", "reloads", "runs"];

interface Source {
  file: string;
  text: string;
  imports: string[];
}

function walk(folder: string): string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((f) => /\.(ts|tsx)$/.test(f) && !f.endsWith(".d.ts"))
    .map((f) => join(folder, f));
}

function resolveImport(from: string, specifier: string): string {
  if (specifier.startsWith("@/")) return specifier.slice(2);
  if (specifier.startsWith(".")) return relative(ROOT, resolve(ROOT, dirname(from), specifier));
  return specifier;
}

/** Drops comments, keeps the rest: rules look at code only. */
const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");

function load(file: string): Source {
  const text = code(readFileSync(join(ROOT, file), "utf8"));
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map((m) => m[1] ?? "");
  return { file, text, imports: specifiers.map((s) => resolveImport(file, s)) };
}

const all = ["app", "components", "server", "db"].flatMap(walk).map(load);
const isTest = (f: string) =>
  /\.test\.tsx?$|\/testing\/|testing\.ts$|conformance|contract(\.ts$|\/)|db\/factories|simulat|server\/acceptance\//.test(
    f,
  );
const code_ = all.filter((s) => !isTest(s.file));

const offenders = (sources: Source[], bad: (target: string) => boolean) =>
  sources.flatMap((s) => s.imports.filter(bad).map((i) => `${s.file} imports ${i}`));
const below = (...folders: string[]) => code_.filter((s) => folders.some((f) => s.file.startsWith(`${f}/`)));
const inside = (target: string, folders: string[]) =>
  folders.some((f) => target === f || target.startsWith(`${f}/`));

describe("who may call whom", () => {
  test("server runs without Next, React, routes and components", () => {
    const bad = offenders(
      below("server", "db"),
      (i) => /^(next\/|react($|\/)|react-dom)/.test(i) || inside(i, ["app", "components"]),
    );
    expect(bad).toEqual([]);
  });

  test("components know of the server only types and pure, browser-safe files", () => {
    const allowed = /(schemas|statuses|states|permissions|model)$/;
    const bad = below("components").flatMap((s) => {
      const text = s.text.replace(/import type [^;]+;/g, "");
      const values = [...text.matchAll(/from\s*"@\/((?:server|db)\/[^"]+)"/g)].map((m) => m[1] ?? "");
      const server = /providers\/(server|session)/.test(s.file);
      return server ? [] : values.filter((v) => !allowed.test(v)).map((v) => `${s.file} imports ${v}`);
    });
    expect(bad).toEqual([]);
  });

  test("an app is asked behind the wall that withholds fields, and nowhere else", () => {
    const asking = /\bplatform(\([^)]*\))?\s*\.\s*(ask|query|fieldValues|model)\(/;
    const bad = code_.filter(({ file, text }) => asking.test(text) && !file.startsWith("server/builtin/"));
    expect(bad.map(({ file }) => file)).toEqual(["server/apps/answering.ts"]);
  });

  test("workflows know no noun", () => {
    const bad = offenders(
      below("server/workflows"),
      (i) => i.startsWith("server/") && !inside(i, ["server/workflows", "server/shared"]),
    );
    expect(bad).toEqual([]);
  });

  test("the built-in platform knows only platform and shared", () => {
    const bad = offenders(
      below("server/builtin"),
      (i) => i.startsWith("server/") && !inside(i, ["server/builtin", "server/platform", "server/shared"]),
    );
    expect(bad).toEqual([]);
  });

  test("nouns know platform and workflows by their ports, other nouns by their index, builtin and api not at all", () => {
    const nouns = [
      ...NOUNS,
      "members",
      "plans",
      "audit",
      "users",
      "api-keys",
      "files",
      "embeds",
      "bookmarks",
      "announcements",
      "notifications",
      "deliveries",
      "sheets",
      "capabilities",
      "billing",
      "usage",
    ];
    const bad = nouns.flatMap((noun) =>
      offenders(below(`server/${noun}`), (i) => {
        if (inside(i, ["server/builtin", "server/api", "server/cli", "server/provisioning"])) return true;
        if (i.startsWith("server/workflows/") && i !== "server/workflows/port") return true;
        const other = nouns.find((n) => n !== noun && i.startsWith(`server/${n}/`));
        return other !== undefined && !/(schemas|statuses|port|model)$/.test(i);
      }),
    );
    expect(bad).toEqual([]);
  });

  test("only the container, tests and process entries choose implementations", () => {
    const bad = offenders(
      code_.filter((s) => !/^server\/(container|builtin|platform|cli\/here|boot|setup|worker)/.test(s.file)),
      (i) =>
        /^server\/(workflows\/sqlite|builtin)(\/|$)/.test(i) &&
        !i.startsWith("server/workflows/sqlite/schema"),
    ).filter((o) => !o.startsWith("server/workflows/"));
    expect(bad).toEqual([]);
  });

  test("no import circle among files of the server", () => {
    const known = new Map(code_.map((s) => [s.file, s]));
    const target = (i: string) => [`${i}.ts`, `${i}/index.ts`, `${i}.tsx`, i].find((f) => known.has(f));
    const valueImports = new Map(
      code_.map((s) => {
        const text = s.text.replace(/import type [^;]+;/g, "").replace(/export type \{[^;]+;/g, "");
        const list = [...text.matchAll(/(?:from|import)\s*"([^"]+)"/g)].map((m) =>
          target(resolveImport(s.file, m[1] ?? "")),
        );
        return [s.file, list.filter((f): f is string => f !== undefined)];
      }),
    );
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, path: string[]) => {
      const at = path.indexOf(file);
      if (at >= 0) return void circles.push([...path.slice(at), file].join(" → "));
      if (done.has(file)) return;
      for (const next of valueImports.get(file) ?? []) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of valueImports.keys()) visit(file, []);
    expect(circles).toEqual([]);
  });
});

describe("one place for each", () => {
  test("the environment is read in shared/env.ts only", () => {
    const bad = below("server", "components", "db").filter(
      (s) => /process\.env\b/.test(s.text) && s.file !== "server/shared/env.ts",
    );
    expect(bad.map((s) => s.file)).toEqual([]);
  });

  test("database drivers are opened in db/store*.ts and in sources only", () => {
    const drivers = /^(better-sqlite3|pg|mysql2|drizzle-orm\/(better-sqlite3|node-postgres|pglite)(\/.*)?)$/;
    const bad = code_
      .filter(
        (s) => !/^(db\/store|server\/builtin\/sources\/|server\/setup\/sample\/|db\/fixtures\/)/.test(s.file),
      )
      .flatMap((s) => s.imports.filter((i) => drivers.test(i)).map((i) => `${s.file} imports ${i}`));
    expect(bad).toEqual([]);
  });

  test("what a link leads to is fetched ahead in ui/route-link.tsx only", () => {
    const count = (text: string, what: RegExp) => text.match(what)?.length ?? 0;
    const bad = below("components", "app")
      .filter((s) => s.imports.includes("next/link") && s.file !== "components/ui/route-link.tsx")
      .filter((s) => count(s.text, /<(Next)?Link\b/g) > count(s.text, /\bprefetch=\{false\}/g));
    expect(bad.map((s) => s.file)).toEqual([]);
  });

  test("routers and routes hold no SQL", () => {
    const bad = offenders(below("server/api/routers", "server/api/rest/routes", "app"), (i) =>
      i.startsWith("drizzle-orm"),
    );
    expect(bad).toEqual([]);
  });
});

describe("verbs", () => {
  /** Files that write without a person's decision behind them, each with its reason. */
  const UNAUDITED: Record<string, string> = {
    "server/users/sign-in.ts": "guards itself; a failed sign-in has no actor",
    "server/users/change-password.ts": "one's own password, checked against the old one",
    "server/users/second-factor.ts": "one's own second factor, after one's own password or code",
    "server/users/sessions.ts": "one's own sessions",
    "server/users/request-reset.ts": "open to everybody; limited, and audited in the portal's name",
    "server/users/use-reset.ts": "the link's token is the permission; audited in the person's name",
    "server/users/factor.ts": "takes a code inside its caller's transaction",
    "server/members/accept.ts": "the invitation's token is the permission; audited in the new person's name",
    "server/members/grant-rows.ts": "takes the scope its callers opened, and audits for them",
    "server/api-keys/resolve.ts": "notes that a key was used",
  };

  test("a noun's file that writes checks a permission and appends to the audit", () => {
    const nouns = [
      ...NOUNS,
      "members",
      "users",
      "api-keys",
      "files",
      "embeds",
      "bookmarks",
      "announcements",
      "notifications",
      "deliveries",
      "sheets",
      "billing",
      "usage",
    ];
    const bad = below(...nouns.map((n) => `server/${n}`))
      .filter((s) => /\.tx\(/.test(s.text) && !(s.file in UNAUDITED))
      .filter(
        (s) =>
          !/\b(authorize|scope|scopeOf|readerOf|ownBookmark|ownSheet|changeable|openInvoice)\(/.test(
            s.text,
          ) || !/\bappend\(/.test(s.text),
      )
      .filter((s) => !/@unaudited/.test(readFileSync(join(ROOT, s.file), "utf8")));
    expect(bad.map((s) => s.file)).toEqual([]);
  });
});

describe("shape", () => {
  test(`no file has more than ${MAX_LINES} lines of code`, () => {
    const long = all
      .filter((s) => !isTest(s.file))
      .map((s) => ({ file: s.file, lines: s.text.split("\n").filter((l) => l.trim() !== "").length }))
      .filter((s) => s.lines > MAX_LINES);
    expect(long).toEqual([]);
  });

  test.each(NOUNS)("%s is the same word in every layer", (noun) => {
    expect(existsSync(join(ROOT, `server/${noun}/index.ts`))).toBe(true);
    expect(existsSync(join(ROOT, `server/api/routers/${noun}.ts`))).toBe(true);
    expect(existsSync(join(ROOT, `server/api/rest/routes/${noun}.ts`))).toBe(true);
    expect(readFileSync(join(ROOT, "db/schema/tables.sqlite.ts"), "utf8")).toMatch(
      new RegExp(`\\b${noun}\\b`),
    );
  });
});
