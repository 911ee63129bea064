import { TRPCError } from "@trpc/server";
import { expect, it } from "vitest";
import { z } from "zod";
import { isAppError } from "@/server/shared/errors";
import type { ApiContext } from "./context";
import { createCallerFactory, accountProcedure as procedure, router } from "./trpc";

it("an input the address refuses is told as a verb tells it, not as zod's list of issues", async () => {
  const names = router({
    put: procedure.input(z.strictObject({ name: z.string().max(3) })).mutation(() => "kept"),
  });
  const caller = createCallerFactory(names)({ ctx: {}, requestId: "req_1" } as unknown as ApiContext);
  const error = await caller.put({ name: "too long" }).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(TRPCError);
  expect(error).toMatchObject({ code: "UNPROCESSABLE_CONTENT", message: "name: has at most 3 characters" });
  expect(error instanceof TRPCError && isAppError(error.cause) && error.cause.code).toBe("input.invalid");
});
