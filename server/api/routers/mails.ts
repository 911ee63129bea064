import { discardMail, listMails, listMailsInput, mailIdInput, readMail, retryMail } from "@/server/mail";
import { procedure, router } from "../trpc";

export const mails = router({
  list: procedure.input(listMailsInput).query(({ ctx, input }) => listMails(ctx.ctx, input)),
  // A mutation: reading a link that lets somebody in is audited.
  read: procedure.input(mailIdInput).mutation(({ ctx, input }) => readMail(ctx.ctx, input)),
  retry: procedure.input(mailIdInput).mutation(({ ctx, input }) => retryMail(ctx.ctx, input)),
  discard: procedure.input(mailIdInput).mutation(({ ctx, input }) => discardMail(ctx.ctx, input)),
});
