import { describePlatform, SCRIPTS, SECRET } from "../contract";
import type { DataModel } from "../model";
import { createFakePlatform } from "./fake";
import type { FakeData, FakeGeneration } from "./reloads";

const empty: DataModel = { tables: [], fields: [], associations: [], loops: [], syntheticKeys: [] };
const unsound = (part: Partial<DataModel>): FakeGeneration => ({ rows: 1, model: { ...empty, ...part } });
const ROWS: Record<string, FakeGeneration> = {
  all: { rows: 4, measures: { "Sum(amount)": 100 } },
  DE: { rows: 2, measures: { "Sum(amount)": 30 } },
  XX: { rows: 0 },
};
const failure = { code: "source.column_missing", message: "There is no such column.", retryable: false };

/** Knows the contract's scripts by heart. */
const data: FakeData = ({ script }) => {
  if (script.script === SCRIPTS.broken) return { rows: 0, failure };
  if (script.script === SCRIPTS.loops) return unsound({ loops: [["a", "b", "c"]] });
  if (script.script === SCRIPTS.syntheticKeys)
    return unsound({ syntheticKeys: [{ tables: ["a", "b"], fields: ["x", "y"] }] });
  const country = script.mapping.orders?.where?.[0]?.value;
  return ROWS[typeof country === "string" ? country : "all"] ?? { rows: 0 };
};

describePlatform("fake", async () => ({
  platform: createFakePlatform({ data }).platform,
  connection: () => ({
    name: "main",
    kind: "sqlite",
    properties: { path: "orders.db" },
    secret: async () => SECRET,
    secretHmac: "hmac",
  }),
  close: async () => {},
}));
