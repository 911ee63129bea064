import { and, eq } from "drizzle-orm";
import type { Schema } from "@/db/schema";
import { scopeOf } from "@/server/auth";
import { type ContentPart, contentParts } from "@/server/platform/content";
import type { Context } from "@/server/shared/context";
import { isAppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import type { Manifest } from "@/server/templates";
import type { AppRow } from "./app";
import { appRow } from "./get";
import { appIdInput } from "./schemas";

/** One piece an app is made of: what its template's version has, beside what the platform really holds. */
export interface CheckedPart {
  /** `theme`: the file the template names as its theme. */
  kind: ContentPart["kind"] | "theme";
  /** Path below `files/`, id of the sheet, code of the language; empty for the script. */
  name: string;
  bytes: number;
  /** Checksum it should have, hex; null for what the version does not have. */
  sha256: string | null;
  /** Checksum it has on the platform; null where it is missing. */
  found: string | null;
  state: "same" | "differs" | "missing" | "extra";
}

export interface AppContentCheck {
  template: string;
  /** The version the app should be made of, and the one the platform says it has (null: no app there). */
  version: string;
  foundVersion: string | null;
  latestVersion: string;
  checkedAt: Date;
  parts: CheckedPart[];
  /** `unasked`: this platform cannot be asked. */
  state: "same" | "differs" | "unasked";
  /**
   * What mends it: `import`, the template's files are gone from the portal itself and come back by its import; `repair`,
   * the app's own content is written again.
   */
  mend: "import" | "repair" | null;
}

const keyOf = ({ kind, name }: Pick<ContentPart, "kind" | "name">) => `${kind} ${name}`;

type Wanted = Pick<Schema["templateVersions"]["$inferSelect"], "manifest" | "script" | "sheets" | "files">;

function expectedParts({ files, script, sheets }: Wanted): (ContentPart & { sha256: string })[] {
  const whole = contentParts({ script, sheets }).flatMap((part) =>
    part.sha256 === null ? [] : [{ ...part, sha256: part.sha256 }],
  );
  const listed = files.map(({ path, sha256, bytes }) => ({
    kind: "file" as const,
    name: path,
    bytes,
    sha256,
  }));
  return [...listed, ...whole];
}

function compared(version: Wanted, found: ContentPart[]): CheckedPart[] {
  // It was checked when it was imported.
  const { theme } = version.manifest as Manifest;
  const wanted = expectedParts(version);
  const there = new Map(found.map((part) => [keyOf(part), part]));
  const known = new Set(wanted.map(keyOf));
  const shown = (part: ContentPart): CheckedPart["kind"] =>
    part.kind === "file" && part.name === theme ? "theme" : part.kind;
  return [
    ...wanted.map((part): CheckedPart => {
      const has = there.get(keyOf(part))?.sha256 ?? null;
      const state = has === null ? "missing" : has === part.sha256 ? "same" : "differs";
      return { ...part, kind: shown(part), found: has, state };
    }),
    ...found
      .filter((part) => !known.has(keyOf(part)))
      .map(
        (part): CheckedPart => ({
          ...part,
          kind: shown(part),
          sha256: null,
          found: part.sha256,
          state: "extra",
        }),
      ),
  ];
}

/** Whether the app's own copy is to blame, or the file below its checksum: that one is shared by all apps. */
function mendOf(parts: CheckedPart[], sameVersion: boolean, kept: ContentPart[]): AppContentCheck["mend"] {
  const registered = new Set(kept.map(keyOf));
  const wrong = parts.filter(({ state }) => state !== "same");
  const lost = wrong.some(
    ({ kind, name }) =>
      (kind === "file" || kind === "theme") && registered.has(keyOf({ kind: "file", name })),
  );
  if (lost && sameVersion) return "import";
  return wrong.length > 0 || !sameVersion ? "repair" : null;
}

async function keptBy(ctx: Context, row: AppRow) {
  const { tenants: t } = ctx.store.tables;
  const [tenant] = await ctx.store.read
    .select({ platform: t.platform })
    .from(t)
    .where(eq(t.id, row.tenantId));
  const platform = ctx.platform(tenant?.platform ?? "");
  if (!platform.content) return { asked: false, content: null };
  try {
    return { asked: true, content: await platform.content({ id: row.tenantId }, { app: row.id }) };
  } catch (error) {
    if (isAppError(error) && error.code === "platform.not_found") return { asked: true, content: null };
    throw error;
  }
}

/**
 * Compares an app with the template's version it is made of, piece by piece, by what the platform holds at this moment.
 * @throws `app.not_found`
 */
export async function checkContent(ctx: Context, input: { id: string }): Promise<AppContentCheck> {
  const { id } = parse(appIdInput, input);
  const row = await appRow(ctx, id);
  await scopeOf(ctx, "reloads:read", "app", id, row);
  const version = row.stagedVersion ?? row.publishedVersion ?? "";
  const { templates, templateVersions: v } = ctx.store.tables;
  const [template] = await ctx.store.read
    .select({ latest: templates.latestVersion })
    .from(templates)
    .where(eq(templates.id, row.templateId));
  const [wanted] = await ctx.store.read
    .select({ manifest: v.manifest, script: v.script, sheets: v.sheets, files: v.files })
    .from(v)
    .where(and(eq(v.templateId, row.templateId), eq(v.version, version)));
  const { asked, content } = await keptBy(ctx, row);
  const kept = content?.parts ?? [];
  const parts = wanted ? compared(wanted, kept) : [];
  const sameVersion = content?.version === version;
  const mend = asked ? mendOf(parts, sameVersion, kept) : null;
  return {
    template: row.templateId,
    version,
    foundVersion: content?.version ?? null,
    latestVersion: template?.latest ?? version,
    checkedAt: ctx.clock.now(),
    parts,
    state: asked ? (mend ? "differs" : "same") : "unasked",
    mend,
  };
}
