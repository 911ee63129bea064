import "server-only";
import { TRPCError } from "@trpc/server";
import { notFound } from "next/navigation";

/**
 * Waits for what a page is about. Missing: the page of missing things. Anything else is left to the page's own
 * query, which shows it in place.
 * @returns what was found, or the permission that is missing, or neither
 */
export async function openForPage<T>(asked: Promise<T>): Promise<{ found?: T; forbidden?: string }> {
  try {
    return { found: await asked };
  } catch (error) {
    if (!(error instanceof TRPCError)) throw error;
    if (error.code === "NOT_FOUND" || error.code === "UNPROCESSABLE_CONTENT") notFound();
    if (error.code !== "FORBIDDEN") return {};
    const cause = error.cause as { options?: { params?: { permission?: unknown } } } | undefined;
    const permission = cause?.options?.params?.permission;
    return { forbidden: typeof permission === "string" ? permission : "tenants:read" };
  }
}
