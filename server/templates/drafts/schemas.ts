import { z } from "zod";
import { version } from "../schemas";
import { slug } from "../texts";

/** Inputs of the draft verbs. Browser-safe: forms use the same schemas. */
const MOST_TEXT = 2_000_000;
const MOST_PARTS = 200;

export const MANIFEST_PATH = "template.yaml";
export const SCRIPT_PATH = "script.qvs";

/** `template.yaml`, `script.qvs` or `sheets/<name>.yaml`. */
export const textPath = z
  .string()
  .max(100)
  .regex(
    /^(template\.yaml|script\.qvs|sheets\/[a-z][a-z0-9-]{0,62}\.ya?ml)$/,
    "is template.yaml, script.qvs or sheets/<name>.yaml",
  );

/** A path below `files/`. */
export const filePath = z
  .string()
  .max(300)
  .regex(/^(?!\/)(?!.*(^|\/)\.\.?(\/|$))[^\\\0]+$/, "is a path inside files/, with /");

const templateId = slug;
const text = z.string().max(MOST_TEXT, "is larger than 2 MB");

export const draftInput = z.strictObject({ id: templateId });

export const saveDraftInput = z.strictObject({
  id: templateId,
  /** The revision the changes were made on. */
  revision: z.int().min(0),
  /** Path → text; null removes a sheet. */
  texts: z
    .record(textPath, text.nullable())
    .refine((t) => Object.keys(t).length <= MOST_PARTS, `holds more than ${MOST_PARTS} files`)
    .refine((t) => t[MANIFEST_PATH] !== null && t[SCRIPT_PATH] !== null, "a template has both of them")
    .optional(),
  /** Bytes in base64; null removes a file. */
  files: z
    .array(z.strictObject({ path: filePath, content: z.base64().nullable() }))
    .max(MOST_PARTS)
    .optional(),
});
export type SaveDraftInput = z.input<typeof saveDraftInput>;

export const checkDraftInput = z.strictObject({
  id: templateId,
  /** Texts as they are typed now, in place of the saved ones. */
  texts: z.record(textPath, text.nullable()),
});
export type CheckDraftInput = z.input<typeof checkDraftInput>;

const scalar = z.union([z.string().max(4000), z.number(), z.boolean()]);

export const sampleInput = z.strictObject({
  id: templateId,
  /** Slot → name of a connection of the source tenant. */
  connections: z.record(slug, z.string().min(1).max(63)).default({}),
  parameters: z.record(z.string().max(63), scalar).default({}),
});
export type SampleInput = z.input<typeof sampleInput>;

export const releaseDraftInput = z.strictObject({
  id: templateId,
  /** The revision that was looked at: a later one is not released unseen. */
  revision: z.int().min(0),
  version,
  /** Markdown. */
  changelog: z.string().trim().min(1, "says what is new").max(20_000),
});
export type ReleaseDraftInput = z.input<typeof releaseDraftInput>;

export const cloneTemplateInput = z.strictObject({
  id: templateId.describe("Template to copy"),
  version: version.optional().describe("The newest, where absent"),
  as: templateId.describe("Id of the copy"),
  title: z.string().trim().min(1).max(120).optional(),
});
export type CloneTemplateInput = z.input<typeof cloneTemplateInput>;

export const exportTemplateInput = z.strictObject({
  id: templateId,
  /** `draft` for the draft as it is saved; the newest release, where absent. */
  version: z.union([z.literal("draft"), version]).optional(),
});
export type ExportTemplateInput = z.input<typeof exportTemplateInput>;

export const draftHistoryInput = z.strictObject({
  id: templateId,
  /** Revisions below it. */
  before: z.int().min(0).optional(),
  limit: z.int().min(1).max(100).default(50),
});
export type DraftHistoryInput = z.input<typeof draftHistoryInput>;

export const draftRevisionInput = z.strictObject({
  id: templateId,
  /** A number, or a released version. */
  at: z.union([z.int().min(0), version]),
});
export type DraftRevisionInput = z.input<typeof draftRevisionInput>;

export const restoreRevisionInput = draftRevisionInput.extend({ revision: z.int().min(0) });

export const reloadDraftInput = z.strictObject({
  id: templateId,
  /** `released`: the newest release, on the same data, to compare with. */
  which: z.enum(["draft", "released"]).default("draft"),
});
export type ReloadDraftInput = z.input<typeof reloadDraftInput>;
