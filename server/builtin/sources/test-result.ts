import { toErrorData } from "@/server/shared/errors";
import type { TestResult } from "./port";

/** What *Test connection* shows for an error. */
export function failedTest(error: unknown, ms: number): TestResult {
  const { code, message, advice } = toErrorData(error);
  return { ok: false, code, message, ...(advice ? { advice } : {}), ms };
}
