import type { Schema } from "@/db/schema";
import { brandVariables } from "@/server/shared/brand/brand-model";
import { AppError } from "@/server/shared/errors";

/** States in which a tenant answers as one that is not there. */
export const CLOSED: ReadonlySet<string> = new Set(["deleting", "deleted"]);

/** The one answer to whatever does not prove that it comes from the tenant's host: no word on what is known here. */
export function refused(cause?: unknown): AppError {
  return new AppError("unauthenticated", "embeds.refused", "This page may not show the app.", {
    advice: "Ask the people who run the page around it.",
    cause,
  });
}

/** What is wrong with a token whose signature is right: said openly, to the one who holds the key. */
export function wrongToken(reason: string, advice: string): AppError {
  return new AppError("unauthenticated", "embeds.token", `The host's token was not taken: ${reason}.`, {
    advice,
  });
}

/** A suspended tenant, with what its page needs: told only to whoever holds a right token, or a session one opened. */
export function suspended({
  name,
  language,
  branding,
}: Pick<Schema["tenants"]["$inferSelect"], "name" | "language" | "branding">): AppError {
  return new AppError("forbidden", "embeds.suspended", "These dashboards are closed for now.", {
    advice: "Ask the people who run the product around them.",
    params: { name, language, look: brandVariables(branding) },
  });
}

/** The session is unknown, over or ended: a new host token opens another. */
export function noSession(): AppError {
  return new AppError("unauthenticated", "embeds.session", "The session is over.", {
    advice: "Exchange a new host token.",
  });
}
