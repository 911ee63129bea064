import { execFileSync } from "node:child_process";
import { readFile, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, expect, it } from "vitest";
import { times } from "@/server/testing/deep";
import { App, closeAll, loadTwice } from "../testing/twice";

afterEach(closeAll);

const FIELDS = "OrderID, Customer, Day, At, Amount, Note, Month(Day) AS Month";
const NEW = `Sales: LOAD ${FIELDS} FROM [lib://Files/change.csv] (csv, embedded labels, delimiter is ',');`;
const STORE = "STORE Sales INTO [lib://Files/sales.qvd] (qvd);";
const newFirst = (where = "WHERE NOT Exists(OrderID)") =>
  `${NEW} CONCATENATE (Sales) LOAD * FROM [lib://Files/sales.qvd] (qvd) ${where}; ${STORE}`;

interface Order {
  id: number;
  customer: string | null;
  day: number;
  amount: number | null;
  note: string | null;
}

function csv(orders: readonly Order[]): string {
  const lines = orders.map(({ id, customer, day, amount, note }) => {
    const date = new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);
    return [id, customer ?? "", date, `${date} 0${day % 10}:30:00`, amount ?? "", note ?? ""].join();
  });
  return ["OrderID,Customer,Day,At,Amount,Note", ...lines].join("\n");
}

const some = (ids: readonly number[], salt = 0): Order[] =>
  ids.map((id) => ({
    id,
    customer: `customer ${(id + salt) % 7}`,
    day: (id * 3 + salt) % 200,
    amount: (id * 7 + salt) / 4,
    note: (id + salt) % 3 === 0 ? null : `note ${id + salt}`,
  }));

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

async function started(orders = some(range(1, 200))): Promise<App> {
  const app = await App.open();
  await app.t.file("change.csv", csv(orders));
  await app.load(`${NEW} ${STORE}`);
  return app;
}

it("rows of the QVD that the run before stored are taken over, new ones and changed ones added", async () => {
  const app = await started();
  for (const [round, ids] of [range(200, 210), [3, 5, 210, 4, 211], range(100, 110), [], [212]].entries()) {
    await app.t.file("change.csv", csv(some(ids, round + 1)));
    const result = await loadTwice(app, newFirst());
    expect(app.kept).toHaveLength(1);
    expect(result.stored).toHaveLength(1);
    expect(result.tables[0]?.order !== undefined || round === 3).toBe(true);
  }
});

it("rows behind those of the QVD lie as they are loaded", async () => {
  const app = await started();
  for (const ids of [range(200, 230), range(230, 235)]) {
    await app.t.file("change.csv", csv(some(ids)));
    const result = await loadTwice(
      app,
      `Sales: LOAD * FROM [lib://Files/sales.qvd] (qvd); ${NEW.replace("Sales:", "CONCATENATE (Sales)")} ${STORE}`,
    );
    expect(result.earlierRows.Sales).toBe((ids[0] ?? 0) - 1);
    expect(result.tables[0]?.order).toBeUndefined();
  }
});

const key = fc.integer({ min: 1, max: 60 });
const order: fc.Arbitrary<Order> = fc.record({
  id: key,
  customer: fc.constantFrom(null, "a", "b", "ç", "7"),
  day: fc.nat(40),
  amount: fc.constantFrom(null, 0, 1, 2.5, -3, 1e9),
  note: fc.option(fc.string({ maxLength: 3, unit: fc.constantFrom("x", "y", "é") })),
});

it("any changes in any order come to what reading all comes to", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(order, { selector: (o) => o.id, minLength: 20, maxLength: 60 }),
      fc.array(
        fc.tuple(fc.array(order, { maxLength: 8 }), fc.constantFrom("WHERE NOT Exists(OrderID)", "")),
        {
          minLength: 1,
          maxLength: 4,
        },
      ),
      async (first, rounds) => {
        const app = await started(first);
        for (const [orders, where] of rounds) {
          await app.t.file("change.csv", csv(orders));
          await loadTwice(app, newFirst(where));
        }
      },
    ),
    { numRuns: times(4) },
  );
});

it.each([
  ["sums of it", "Totals: LOAD Customer, Sum(Amount) AS Total RESIDENT Sales GROUP BY Customer;"],
  [
    "its rows in order",
    "Numbered: LOAD RowNo() AS n, OrderID AS id, Previous(OrderID) AS before RESIDENT Sales;",
  ],
  ["its first rows", "First: FIRST 3 LOAD OrderID AS id RESIDENT Sales;"],
  [
    "rows by their place",
    "LET v = Peek('OrderID', 1, 'Sales') & FieldValue('Note', 2); One: LOAD '$(v)' AS v AUTOGENERATE 1;",
  ],
  ["looked up", "L: LOAD LookUp('Note', 'Customer', 'customer 3', 'Sales') AS found AUTOGENERATE 1;"],
  [
    "values one by one",
    "FOR EACH v IN FieldValueList('Customer')\nR: LOAD '$(v)' AS v AUTOGENERATE 1;\nNEXT",
  ],
  ["joined", "LEFT JOIN (Sales) LOAD * INLINE [OrderID, More\n3, x\n3, y\n204, z];"],
  ["kept", "K: INNER KEEP (Sales) LOAD * INLINE [OrderID, More\n3, x\n204, z];"],
  ["numbered", "AUTONUMBER Note;"],
  ["more rows", "CONCATENATE (Sales) LOAD * INLINE [OrderID, Customer\n999, late];"],
  ["a field less", "DROP FIELD Note FROM Sales;"],
  ["other names", "RENAME TABLE Sales TO S2; RENAME FIELD Note TO Remark;"],
  [
    "stored as text",
    "STORE Sales INTO [lib://Files/sales.csv] (txt); C: NOCONCATENATE LOAD * FROM [lib://Files/sales.csv] (csv, embedded labels);",
  ],
])("what later statements make of a table that was taken over: %s", async (_, later) => {
  const app = await started(some(range(1, 60)));
  await app.t.file("change.csv", csv(some([203, 5, 204, 3, 205], 1)));
  await loadTwice(app, `${newFirst()} ${later}`);
  expect(app.t.logs.some((line) => line.includes("taken over"))).toBe(true);
});

it("a file is read that was written over with its size and time as they were", async () => {
  const app = await started(some(range(1, 60)));
  const path = `${app.t.folder}/sales.qvd`;
  const before = await stat(path, { bigint: true });
  const as = join(app.t.folder, "as");
  execFileSync("touch", ["-r", path, as]);
  const bytes = await readFile(path);
  const at = bytes.indexOf("customer 5");
  bytes.write("CUSTOMER", at);
  await writeFile(path, bytes);
  execFileSync("touch", ["-r", as, path]);
  const { ino, size, mtimeNs } = await stat(path, { bigint: true });
  expect([ino, size, mtimeNs]).toEqual([before.ino, before.size, before.mtimeNs]);
  await app.t.file("change.csv", csv(some([203])));
  await app.load(newFirst());
  expect(app.t.logs.some((line) => line.includes("taken over"))).toBe(false);
  expect(JSON.stringify(await app.t.rows("Sales"))).toContain("CUSTOMER 5");
});

it("a file that was touched, or is read with other formats, is read", async () => {
  const app = await started(some(range(1, 60)));
  await app.t.file("change.csv", csv(some([203, 5])));
  await utimes(`${app.t.folder}/sales.qvd`, new Date(), new Date(0));
  await loadTwice(app, newFirst());
  await loadTwice(app, `SET DateFormat = 'DD.MM.YYYY'; ${newFirst()}`);
  expect(app.t.logs.some((line) => line.includes("taken over"))).toBe(false);
});
