import { expect, test } from "vitest";
import type { DashboardDocument } from "@/server/apps/dashboard-document";
import type { Manifest } from "@/server/templates";
import { draftSource } from "./draft-source";

const manifest = { measures: [{ name: "revenue", expression: "Sum(Amount)", better: "higher" }] } as Manifest;
const document = {
  generation: "g1",
  measures: { old: { label: "old", value: "1" } },
} as unknown as DashboardDocument;

test("figures come from the app that was last tried, measures from the draft as it is now", async () => {
  const asked: string[] = [];
  const source = draftSource("app_1", manifest, {
    document: async () => document,
    ask: async (id) => {
      asked.push(id);
      return { generation: "g1", answers: {}, fields: {} };
    },
  });
  const signal = new AbortController().signal;
  expect((await source.document(signal)).measures).toEqual({
    revenue: { label: "revenue", value: "Sum(Amount)", better: "higher" },
  });
  await source.ask({ questions: {} }, signal);
  expect(asked).toEqual(["app_1"]);
});
