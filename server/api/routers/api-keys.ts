import { z } from "zod";
import {
  createApiKey,
  createApiKeyInput,
  listApiKeys,
  listApiKeysInput,
  revokeApiKey,
} from "@/server/api-keys";
import { procedure, router } from "../trpc";

export const apiKeys = router({
  list: procedure.input(listApiKeysInput).query(({ ctx, input }) => listApiKeys(ctx.ctx, input)),
  create: procedure.input(createApiKeyInput).mutation(({ ctx, input }) => createApiKey(ctx.ctx, input)),
  revoke: procedure
    .input(z.strictObject({ id: z.string().min(1).max(60) }))
    .mutation(({ ctx, input }) => revokeApiKey(ctx.ctx, input)),
});
