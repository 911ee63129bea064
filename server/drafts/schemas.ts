import { z } from "zod";
import { displayName } from "@/server/shared/display-name";
import { branding, languageTag, tenantName, tenantSlug } from "@/server/tenants/schemas";

/** Shapes of a draft. Browser-safe: the wizard's forms use the same schemas. */
export const DRAFT_STEPS = ["details", "templates", "connections", "people", "review"] as const;
export type DraftStep = (typeof DRAFT_STEPS)[number];

const short = z.string().max(300);
const scalar = z.union([z.string().max(4000), z.number(), z.boolean()]);

/** A condition as far as it is typed in; `conditions` of `isComplete` ones go on. */
const condition = z.strictObject({
  column: short,
  op: z.enum(["=", "<>", "<", "<=", ">", ">=", "in", "not in", "between", "is null", "is not null", "like"]),
  value: z.union([scalar, z.null(), z.array(scalar).max(1000)]).optional(),
});

const mapping = z.strictObject({
  table: z.string().max(600).optional(),
  /** Template column → this customer's; "" leaves it out. */
  columns: z.record(short, short).optional(),
  where: z.array(condition).max(50).optional(),
});

const draftApp = z.strictObject({
  template: short,
  parameters: z.record(short, z.union([scalar, z.null()])).default({}),
  /** Slot → name of a connection of the draft. */
  connections: z.record(short, short).default({}),
  tables: z.record(short, mapping).default({}),
});

const draftConnection = z.strictObject({
  name: short,
  kind: z.string().max(40),
  /** As typed, without secrets; what was saved is in the connection's own row. */
  properties: z.record(z.string().max(100), z.unknown()).default({}),
});

const draftMember = z.strictObject({
  email: short,
  name: short,
  role: z.enum(["admin", "author", "viewer"]),
  groups: z.array(short).max(100).default([]),
});

/** Answers so far: every part may be missing or unfinished. */
export const draftData = z.strictObject({
  details: z
    .strictObject({
      name: short,
      slug: short,
      plan: short,
      region: short,
      language: short,
      color: short,
      /** Id and name of an uploaded file. */
      logo: z.strictObject({ id: short, name: short }).nullable(),
    })
    .partial()
    .optional(),
  apps: z.array(draftApp).max(200).optional(),
  connections: z.array(draftConnection).max(100).optional(),
  people: z
    .strictObject({
      admin: z.strictObject({ name: short, email: short }).partial(),
      others: z.array(draftMember).max(10_000),
      groups: z.array(short).max(200),
    })
    .partial()
    .optional(),
});
export type DraftData = z.output<typeof draftData>;
export type DraftApp = z.output<typeof draftApp>;
export type DraftConnection = z.output<typeof draftConnection>;
export type DraftMember = z.output<typeof draftMember>;

/** The details step, finished. */
export const detailsForm = z.object({
  name: tenantName,
  slug: tenantSlug,
  plan: z.string().min(1, "is needed").max(100),
  region: z.string().trim().min(1, "is needed").max(60),
  language: languageTag,
  color: z.union([z.literal(""), branding.shape.color.unwrap()]).default(""),
  logo: z.strictObject({ id: z.string(), name: z.string() }).nullable().default(null),
});
export type DetailsForm = z.output<typeof detailsForm>;

const email = z.email({
  error: ({ input }) => (input === "" ? "is needed" : "is not an e-mail address"),
});

/** The people step, finished. */
export const peopleForm = z
  .object({
    admin: z.object({ name: displayName, email }),
    others: z.array(
      z.object({
        name: displayName,
        email,
        role: z.enum(["admin", "author", "viewer"]),
        groups: z.array(displayName).default([]),
      }),
    ),
    groups: z.array(displayName).default([]),
  })
  .superRefine((people, ctx) => {
    const seen = new Set([people.admin.email.toLowerCase()]);
    for (const [i, other] of people.others.entries()) {
      const key = other.email.toLowerCase();
      if (seen.has(key))
        ctx.addIssue({ code: "custom", path: ["others", i, "email"], message: "is there twice" });
      seen.add(key);
    }
  });
export type PeopleForm = z.output<typeof peopleForm>;

const id = z.string().min(1).max(60);
export const draftIdInput = z.strictObject({ id });
export const startDraftInput = z.strictObject({
  data: draftData.default({}),
  /** Names this beginning: a second start with it goes on with the draft of the first, for a day. */
  key: z.string().min(1).max(100).optional(),
});
export type StartDraftInput = z.input<typeof startDraftInput>;

export const saveDraftInput = z.strictObject({
  id,
  step: z.enum(DRAFT_STEPS).optional(),
  /** The draft's `savedAt` the person last saw; a newer one is somebody else's. */
  seen: z.date().optional(),
  /** Parts that are given replace those parts. */
  data: draftData,
});
export type SaveDraftInput = z.input<typeof saveDraftInput>;

export const putDraftConnectionInput = z.strictObject({
  id,
  name: short,
  kind: z.string().min(1).max(40),
  properties: z.record(z.string().max(100), z.unknown()).default({}),
  /** Absent keeps the stored one, null takes it away. */
  secret: z.union([z.string().min(1).max(20_000), z.null()]).optional(),
});
export type PutDraftConnectionInput = z.input<typeof putDraftConnectionInput>;

export const checkSlugInput = z.strictObject({
  slug: z.string().max(200),
  except: z.string().max(60).optional(),
});
