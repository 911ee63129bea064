import { brandVariables } from "@/server/shared/brand/brand-model";
import type { DashboardSource } from "../../dashboards";
import { answerFrom, statesOf } from "./answers";
import { galleryDocument } from "./document";
import { PLACES } from "./places-sheet";
import { makeRows } from "./rows";

export type GalleryState = "full" | "selected" | "loading" | "error" | "empty" | "phone" | "places";

export const GALLERY_STATES: readonly GalleryState[] = [
  "full",
  "selected",
  "loading",
  "error",
  "empty",
  "phone",
  "places",
];

const never = <T>() => new Promise<T>(() => {});

/** A dashboard's source without a server: rows in memory. Demo and test material, not part of the product. */
export function fixtureSource(state: GalleryState, brand?: string): DashboardSource {
  const rows = makeRows();
  const color = brand && /^[0-9a-f]{6}$/i.test(brand) ? `#${brand}` : undefined;
  const branding = color ? { color } : {};
  const document = {
    ...galleryDocument(rows, state === "places" ? [PLACES] : undefined),
    branding,
    look: brandVariables(branding),
  };
  return {
    document: () => Promise.resolve(document),
    ask(batch) {
      if (state === "loading") return never();
      const { selections = {} } = batch;
      const answers = Object.entries(batch.questions).map(([key, question]) => {
        const text = JSON.stringify(question);
        const fails = state === "error" && /Margin|Country|Customer/.test(text) && question.kind === "cube";
        if (fails) return [key, FAILURES[text.length % FAILURES.length]] as const;
        return [key, answerFrom(rows, batch, question)] as const;
      });
      const fields = Object.keys(selections).map((field) => {
        const states = [...statesOf(rows, batch, field).values()];
        const counts: Record<string, number> = {};
        for (const s of states) counts[s] = (counts[s] ?? 0) + 1;
        return [field, { counts, distinct: states.length }] as const;
      });
      return Promise.resolve({
        generation: "gallery",
        answers: Object.fromEntries(answers) as Awaited<ReturnType<DashboardSource["ask"]>>["answers"],
        fields: Object.fromEntries(fields),
      });
    },
  };
}

const FAILURES = [
  {
    kind: "error",
    code: "engine.field_unknown",
    message: "The field Country is no longer in the data.",
    line: 1,
    column: 5,
  },
  { kind: "error", code: "engine.timeout", message: "Stopped after 10 s; 1.9 million rows would come back." },
  { kind: "error", code: "auth.forbidden", message: "Names of customers are shown to the role Sales lead." },
  {
    kind: "error",
    code: "engine.expression",
    message: "Sum( needs a closing parenthesis.",
    line: 1,
    column: 11,
  },
] as const;
