import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { type Draft, openDraft, toDraft } from "./draft";
import { draftEntry, entryYaml, secretVariable, usedConnections } from "./entry";
import { draftIdInput } from "./schemas";

/** A draft with its connections (never a secret) and what is still missing. @throws `draft.not_found` */
export async function getDraft(ctx: Context, input: { id: string }): Promise<Draft> {
  const { id } = parse(draftIdInput, input);
  const { tenant, row } = await openDraft(ctx, id);
  return toDraft(ctx, tenant, row);
}

/** A draft as the tenants file that says the same, and the variables its secrets would come from. */
export async function draftFile(
  ctx: Context,
  input: { id: string },
): Promise<{ name: string; text: string; variables: string[] }> {
  const { data, connections } = await getDraft(ctx, input);
  const slug = data.details?.slug ?? "tenant";
  const variables = usedConnections(data, connections)
    .filter((c) => c.hasSecret)
    .map((c) => secretVariable(slug, c.name));
  return { name: `${slug}.yaml`, text: entryYaml(draftEntry(data, connections)), variables };
}
