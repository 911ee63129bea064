import {
  addKey,
  addKeyInput,
  addOrigin,
  addOriginInput,
  embedsInput,
  getEmbeds,
  keyIdInput,
  originIdInput,
  previewInput,
  previewToken,
  removeOrigin,
  revokeKey,
  revokeSessions,
  revokeSessionsInput,
  rotateKey,
  rotateKeyInput,
} from "@/server/embeds";
import { procedure, router } from "../trpc";

export const embeds = router({
  get: procedure.input(embedsInput).query(({ ctx, input }) => getEmbeds(ctx.ctx, input)),
  addOrigin: procedure.input(addOriginInput).mutation(({ ctx, input }) => addOrigin(ctx.ctx, input)),
  removeOrigin: procedure.input(originIdInput).mutation(({ ctx, input }) => removeOrigin(ctx.ctx, input)),
  addKey: procedure.input(addKeyInput).mutation(({ ctx, input }) => addKey(ctx.ctx, input)),
  rotateKey: procedure.input(rotateKeyInput).mutation(({ ctx, input }) => rotateKey(ctx.ctx, input)),
  revokeKey: procedure.input(keyIdInput).mutation(({ ctx, input }) => revokeKey(ctx.ctx, input)),
  revokeSessions: procedure
    .input(revokeSessionsInput)
    .mutation(({ ctx, input }) => revokeSessions(ctx.ctx, input)),
  preview: procedure.input(previewInput).mutation(({ ctx, input }) => previewToken(ctx.ctx, input)),
});
