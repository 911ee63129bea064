import {
  changeMailInput,
  changeMailSettings,
  getMailSettings,
  removeMailSettings,
  sendTestMail,
  testMailInput,
} from "@/server/mail";
import { changeReach, changeReachInput, getReach } from "@/server/settings";
import { changeSecurity, changeSecurityInput, getSecurity } from "@/server/users";
import { procedure, router } from "../trpc";

export const settings = router({
  reach: procedure.query(({ ctx }) => getReach(ctx.ctx)),
  changeReach: procedure.input(changeReachInput).mutation(({ ctx, input }) => changeReach(ctx.ctx, input)),
  security: procedure.query(({ ctx }) => getSecurity(ctx.ctx)),
  changeSecurity: procedure
    .input(changeSecurityInput)
    .mutation(({ ctx, input }) => changeSecurity(ctx.ctx, input)),
  mail: procedure.query(({ ctx }) => getMailSettings(ctx.ctx)),
  changeMail: procedure
    .input(changeMailInput)
    .mutation(({ ctx, input }) => changeMailSettings(ctx.ctx, input)),
  removeMail: procedure.mutation(({ ctx }) => removeMailSettings(ctx.ctx)),
  testMail: procedure.input(testMailInput).mutation(({ ctx, input }) => sendTestMail(ctx.ctx, input)),
});
