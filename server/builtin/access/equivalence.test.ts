import { expect, test } from "vitest";
import {
  existingSelections,
  randomCube,
  randomPivot,
  randomValues,
} from "@/server/builtin/associative/testing/ask-questions";
import { valuesOf } from "@/server/builtin/associative/testing/ask-sets";
import { Oracle } from "@/server/builtin/associative/testing/oracle";
import { Random } from "@/server/builtin/associative/testing/random";
import { randomWorld, type World } from "@/server/builtin/associative/testing/world";
import type { TestTable } from "@/server/builtin/testing";
import type { Batch, CellValue } from "@/server/platform/model";
import { isAppError } from "@/server/shared/errors";
import { FIRST_SEED } from "@/server/testing/deep";
import { askPlainly, openAccessWorld } from "./testing";

/** Raise it for a longer run. */
const MODELS = 12;
const USERS = ["ANN", "BOB", "CAROL"];

interface Rule {
  admin: boolean;
  user: string;
  /** One per reduction field; upper-cased as the engine keeps them. */
  cells: (string | null)[];
  omit: string | null;
}

const upper = (value: CellValue) => String(value).toUpperCase();

function randomRules(random: Random, world: World, reductions: string[], omittable: string[]): Rule[] {
  return USERS.flatMap((user) =>
    Array.from({ length: random.pick([0, 1, 1, 2, 3]) }, () => ({
      user,
      admin: random.chance(0.15),
      cells: reductions.map((field) => randomCell(random, valuesOf(world, field))),
      omit: random.chance(0.15) && omittable.length > 0 ? random.pick(omittable).toUpperCase() : null,
    })),
  );
}

function randomCell(random: Random, values: CellValue[]): string | null {
  if (random.chance(0.08) || values.length === 0) return null;
  if (random.chance(0.1)) return "*";
  if (random.chance(0.1)) return "NO SUCH VALUE";
  return upper(random.pick(values)) || null;
}

/** The access table as a script would load it; letters do not matter. */
function accessTable(random: Random, rules: Rule[], reductions: string[]): TestTable {
  const letters = (text: string | null) => (text !== null && random.chance(0.5) ? text.toLowerCase() : text);
  const names = ["ACCESS", "userid", "Omit", ...reductions.map((f) => f.toUpperCase())];
  return {
    name: "Access",
    fields: Object.fromEntries(names.map((name) => [name, "VARCHAR"])),
    rows: rules.map((r) => [
      r.admin ? "ADMIN" : "user",
      letters(r.user),
      letters(r.omit),
      ...r.cells.map(letters),
    ]),
  };
}

/** Written down plainly: what is left of the world for somebody; null where they have no access. */
function permitted(world: World, rules: Rule[], reductions: string[], user: string): TestTable[] | null {
  const mine = rules.filter((r) => r.user === user && (r.admin || !r.cells.includes(null)));
  const all = mine.some((r) => r.cells.every((cell) => cell === null));
  const alternatives = mine.flatMap(({ cells }) => {
    const chosen: Record<string, CellValue[]> = {};
    for (const [i, field] of reductions.entries()) {
      const cell = cells[i] ?? null;
      const listed = rules.map((r) => r.cells[i]).filter((c) => c !== null && c !== "*");
      const fits = valuesOf(world, field).filter((v) => (cell === "*" ? listed : [cell]).includes(upper(v)));
      if (cell !== null && fits.length === 0) return [];
      if (cell !== null) chosen[field] = fits;
    }
    return [new Oracle(world, chosen)];
  });
  if (alternatives.length === 0) return null;
  // Every row of the rules that is theirs omits, whether or not it lets them see anything.
  const omitted = new Set(rules.filter((r) => r.user === user).map((r) => r.omit));
  return world.tables.flatMap((table, at) => {
    const stored = world.stored[at];
    const kept = new Set(alternatives.flatMap((oracle) => (all ? table.rows : oracle.possible(table))));
    const fields = Object.entries(stored?.fields ?? {}).map(([name, type], i) => ({ name, type, i }));
    const left = fields.filter((f) => !omitted.has(f.name.toUpperCase()));
    const rows = table.rows.flatMap((row, i) => (kept.has(row) ? [stored?.rows[i] ?? []] : []));
    if (left.length === 0) return [];
    return [
      {
        name: table.name,
        fields: Object.fromEntries(left.map((f) => [f.name, f.type])),
        rows: rows.map((row) => left.map((f) => row[f.i] ?? null)),
      },
    ];
  });
}

function randomBatch(random: Random, world: World): Batch {
  return {
    selections: existingSelections(random, world),
    questions: {
      cube: randomCube(random, world).question,
      other: randomCube(random, world).question,
      pivot: randomPivot(random, world).question,
      list: randomValues(random, world).question,
      all: { kind: "cube", dimensions: [], measures: world.fields.map((f) => `Count({1} [${f}])`) },
    },
  };
}

const DENIED = ["query.no_access", "You have no access to the data of this app."];

const codeOf = (error: unknown) => (isAppError(error) ? [error.code, error.message] : error);

async function checkModel(seed: number): Promise<{ compared: number; denied: number; reduced: number }> {
  const random = new Random(seed * 104_729);
  const world = randomWorld(random, ["synthetic key"]);
  const reductions = random.some(world.fields, random.pick([1, 1, 2, 3]));
  const omittable = world.fields.filter((f) => !world.keys.includes(f));
  const rules = randomRules(random, world, reductions, omittable);
  const made = await openAccessWorld(world.stored, [accessTable(random, rules, reductions)], {
    // Some reductions are copied, some are too large for that.
    maxBytes: random.pick([10_000_000, 800]),
  });
  const seen = { compared: 0, denied: 0, reduced: 0 };
  try {
    const batch = randomBatch(random, world);
    const plain = new Map<string, unknown>();
    for (const user of USERS) {
      const tables = permitted(world, rules, reductions, user);
      if (!tables) seen.denied++;
      else if (JSON.stringify(tables) !== JSON.stringify(world.stored)) seen.reduced++;
      plain.set(user, tables ? await askPlainly(tables, batch).catch(codeOf) : DENIED);
    }
    // Twice, in turns: the second time from the cache, were there one they shared.
    for (const user of [...USERS, ...USERS]) {
      const answer = await made.ask({ user: user.toLowerCase(), groups: [] }, batch).catch(codeOf);
      const about = `model ${seed}, ${user}: ${JSON.stringify({ rules, reductions, batch })}`;
      expect(answer, about).toEqual(plain.get(user));
      seen.compared++;
    }
  } finally {
    await made.close();
  }
  return seen;
}

test(`on ${MODELS} random models everybody is answered as by an engine that has only their rows`, async () => {
  const all = { compared: 0, denied: 0, reduced: 0 };
  for (let i = 0; i < MODELS; i++) {
    const { compared, denied, reduced } = await checkModel(FIRST_SEED + i);
    all.compared += compared;
    all.denied += denied;
    all.reduced += reduced;
  }
  // The dice must not have made the test empty.
  expect(all.compared).toBe(MODELS * USERS.length * 2);
  expect(all.reduced).toBeGreaterThan(MODELS / 2);
  expect(all.denied).toBeGreaterThan(MODELS / 4);
}, 600_000);
