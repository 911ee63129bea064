import { z } from "zod";
import { strict } from "@/server/shared/strict";
import { type FileIssue, parseYaml } from "@/server/shared/yaml";
import { MAX_ONBOARD } from "./onboard-schemas";

/** Customers of an upload before any of them was checked, each still knowing where it stands. */
export interface ManyEntries {
  entries: unknown[];
  /** An issue about the value at `path` below entry `index`. */
  issue(index: number, path: PropertyKey[], message: string): FileIssue;
  /** Line the entry begins in. */
  line(index: number): number | null;
}

export const MANY_CODE = "tenants.file";

const loose = strict({
  tenants: z
    .array(z.unknown())
    .min(1, "names no tenant")
    .max(
      MAX_ONBOARD,
      `names more than ${MAX_ONBOARD} tenants; use "npm run --silent tenantry -- tenants apply FILE"`,
    ),
});

/** Reads a tenants file without looking into its tenants. @throws `tenants.file` where it is no such file at all */
export function manyFromYaml(text: string, file: string): ManyEntries {
  const document = parseYaml(loose, { file, text }, MANY_CODE);
  return {
    entries: document.value.tenants,
    issue: (index, path, message) => document.issue(["tenants", index, ...path], message),
    line: (index) => document.issue(["tenants", index], "").line ?? null,
  };
}
