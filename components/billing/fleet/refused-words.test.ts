import { createTranslator } from "use-intl/core";
import { expect, test } from "vitest";

import { messages } from "@/components/providers/i18n/messages";
import { checkEvent } from "@/server/usage/check";
import { REJECT_REASONS } from "@/server/usage/schemas";
import { refusedValues } from "./refused-words";

const now = new Date("2026-03-01T00:00:00Z");
const known = { now, tenant: () => undefined, meter: () => undefined };

const refused = (event: unknown) => {
  const checked = checkEvent(event, known);
  if (!("reason" in checked)) throw new Error("It was taken.");
  return { ...checked, event: JSON.stringify(event) };
};

const WHOLE = {
  specversion: "1.0",
  id: "1",
  source: "shop",
  type: "com.example.pages",
  subject: "acme",
  time: "2026-02-28T10:00:00Z",
  data: { quantity: 1 },
};

test("values of a refusal are those of the event, and the field at fault", () => {
  expect(refusedValues(refused(WHOLE))).toMatchObject({ subject: "acme", type: "com.example.pages" });
  expect(refusedValues(refused({ ...WHOLE, id: 7 }))).toMatchObject({ field: "id" });
  expect(refusedValues(refused("no object"))).toMatchObject({ field: "event", subject: "…", time: null });
  expect(refusedValues({ event: '{"subject": "cut of', message: "x: y" })).toMatchObject({ subject: "…" });
});

test("each reason is said in each language, with what it names", () => {
  for (const [locale, texts] of Object.entries(messages)) {
    const t = createTranslator({ locale, messages: texts, namespace: "tracing.refused.says" });
    const { time, ...values } = refusedValues(refused(WHOLE));
    for (const reason of REJECT_REASONS) {
      const said = t(reason, { ...values, time: time?.toISOString() ?? "" });
      expect(said, `${locale} ${reason}`).not.toMatch(/[{}]|tracing\./);
    }
    expect(t("tenant", { ...values, time: "" })).toContain("acme");
  }
});
