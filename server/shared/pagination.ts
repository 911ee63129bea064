import { z } from "zod";
import { AppError } from "./errors";

/** A page of a keyset-paged list. `next` is null on the last page. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

export const pageInput = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(2000).optional(),
};

/** Where a page ended: the sort column's value and the id that breaks ties. Opaque to clients. */
export function encodeCursor(value: string | number | null, id: string): string {
  return Buffer.from(JSON.stringify([value, id])).toString("base64url");
}

export function decodeCursor(cursor: string): { value: string | number | null; id: string } {
  try {
    const [value, id] = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (typeof id !== "string" || (value !== null && !["string", "number"].includes(typeof value)))
      throw new Error("shape");
    return { value, id };
  } catch {
    throw new AppError("invalid", "page.cursor", "The cursor is not one this list gave out.", {
      issues: [{ path: "cursor", message: "start again without a cursor" }],
    });
  }
}
