import { z } from "zod";

/**
 * Control characters, and the ones that turn the direction of the text after them: in a list they would make one
 * name look like another, and some databases refuse them.
 */
const UNSEEN = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/u;

/** The name of a tenant, person or group, in any language: 1 to 120 characters. Browser-safe. */
export const displayName = z
  .string()
  .trim()
  .min(1, "is needed")
  .max(120, "has at most 120 characters")
  .refine((name) => !UNSEEN.test(name), "holds characters that cannot be seen; type it anew");
