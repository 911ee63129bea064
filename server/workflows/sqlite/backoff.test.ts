import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "@/server/shared/errors";
import { pauseBefore } from "./backoff";

describe("back-off", () => {
  const flaky = new AppError("unavailable", "x.down", "Down.");

  it("stays between nothing and the doubled, capped pause", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (failures, backoffMs, maxBackoffMs, r) => {
          const pause = pauseBefore(flaky, failures, { attempts: 100, backoffMs, maxBackoffMs }, () => r);
          expect(pause).toBeGreaterThanOrEqual(0);
          expect(pause).toBeLessThanOrEqual(Math.min(maxBackoffMs, backoffMs * 2 ** (failures - 1)));
        },
      ),
    );
  });

  it("ends after the policy's attempts, and at once for errors that a retry cannot help", () => {
    expect(pauseBefore(flaky, 2)).not.toBeNull();
    expect(pauseBefore(flaky, 3)).toBeNull();
    expect(pauseBefore(new AppError("invalid", "x.bad", "Bad."), 1)).toBeNull();
    expect(pauseBefore(flaky, 1, { retryable: () => false })).toBeNull();
  });
});
