import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { authorize } from "@/server/auth";
import { startDraft } from "@/server/drafts";
import { listPlans } from "@/server/plans";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { checkSlug } from "@/server/tenants";

/** What of a sample customer's tenants file the wizard can be filled in with. */
const entry = z.object({
  slug: z.string(),
  name: z.string(),
  plan: z.string(),
  region: z.string(),
  language: z.string(),
  branding: z.object({ color: z.string() }),
  groups: z.array(z.string()),
  members: z.array(
    z.object({
      email: z.string(),
      name: z.string(),
      role: z.enum(["admin", "author", "viewer"]),
      groups: z.array(z.string()).default([]),
    }),
  ),
  connections: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      properties: z.record(z.string(), z.unknown()),
      secret: z.unknown().optional(),
    }),
  ),
  apps: z.array(z.object({ connections: z.record(z.string(), z.string()) })),
});
type Entry = z.output<typeof entry>;

/** A sample customer that is no tenant yet. */
export interface SampleCustomerToCome {
  name: string;
  /** Their tenants file: the same by command line. */
  file: string;
}

async function readEntry(file: string): Promise<Entry | null> {
  const read = z.object({ tenants: z.tuple([entry]) }).safeParse(parse(await readFile(file, "utf8")));
  return read.success ? read.data.tenants[0] : null;
}

/** The first one that brings its data without a password, so that nobody has to know any. */
async function nextSample(ctx: Context): Promise<{ file: string; entry: Entry } | null> {
  const folder = join(ctx.dataFolder, "sample");
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((n) => n.endsWith(".yaml")).sort()) {
    const file = join(folder, name);
    const found = await readEntry(file);
    if (!found || found.connections.some((c) => c.secret !== undefined)) continue;
    if ((await checkSlug(ctx, { slug: found.slug })).free) return { file, entry: found };
  }
  return null;
}

export async function findSampleCustomer(ctx: Context): Promise<SampleCustomerToCome | null> {
  const next = await nextSample(ctx);
  return next ? { name: next.entry.name, file: next.file } : null;
}

/**
 * Begins to describe the next sample customer: who they are, where their data lie and who may sign in are filled in,
 * templates and the test of the connection are left to the person.
 * @throws `home.no_sample` where all of them are tenants already
 */
export async function startSampleDraft(ctx: Context): Promise<{ id: string }> {
  authorize(ctx, "tenants:create");
  const next = await nextSample(ctx);
  if (!next)
    throw new AppError("not-found", "home.no_sample", "No sample customer is left to onboard.", {
      advice: "Describe a customer of your own: Tenants, Create tenant.",
    });
  const { slug, name, region, language, branding, groups, members } = next.entry;
  const plan = listPlans(ctx).find((p) => p.id === next.entry.plan)?.ref;
  const first = members.find((m) => m.role === "admin");
  const admin = first ? { name: first.name, email: first.email } : undefined;
  return startDraft(ctx, {
    data: {
      details: { slug, name, region, language, color: branding.color, ...(plan ? { plan } : {}) },
      connections: connectionsOf(next.entry),
      people: { admin, others: members.filter((m) => m !== first), groups },
    },
  });
}

/** Under the names the wizard gives them: those of the templates' slots. */
function connectionsOf({ connections, apps }: Entry) {
  return connections.map(({ name, kind, properties }) => {
    const slots = apps.flatMap((app) => Object.entries(app.connections));
    const slot = slots.find(([, connection]) => connection === name)?.[0];
    return { name: slot ?? name, kind, properties };
  });
}
