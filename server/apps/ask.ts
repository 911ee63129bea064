import { scopeOf } from "@/server/auth";
import type { BatchAnswer } from "@/server/platform/model";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { type AskableApp, askableApp } from "./answering";
import { type AskAppInput, askAppInput, type BatchInput, batchInput } from "./ask-schemas";
import { type AppAsker, askerOf } from "./asker";
import { appRow } from "./get";

/**
 * Answers all questions of one click from the published app; a wrong question is answered by its error.
 * @param signal aborted where the click was superseded: the engine stops working on it
 * @throws `app.not_found`, `apps.no_data`, `apps.suspended`, `input.invalid`, `query.field_missing` (a selection's)
 */
export async function askApp(ctx: Context, input: AskAppInput, signal?: AbortSignal): Promise<BatchAnswer> {
  const { id, ...batch } = parse(askAppInput, input);
  const row = await appRow(ctx, id);
  const opened = await scopeOf(ctx, "apps:query", "app", id, row);
  const app = await askableApp(ctx, row);
  return app.ask(batch, await askerOf(ctx, opened), signal);
}

/** As `askApp`, for an asker who is already known to be allowed: an embed session. */
export async function askPublished(
  app: AskableApp,
  input: BatchInput,
  asker: AppAsker,
  signal?: AbortSignal,
): Promise<BatchAnswer> {
  return app.ask(parse(batchInput, input), asker, signal);
}
