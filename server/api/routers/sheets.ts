import {
  createSheet,
  createSheetInput,
  getSheet,
  handOverInput,
  handOverSheets,
  listSheets,
  removeSheet,
  restoreSheet,
  saveSheet,
  saveSheetInput,
  sheetIdInput,
  sheetsOfInput,
  sheetsOfMember,
  sheetsOfMemberInput,
  sheetTakers,
  updateSheet,
  updateSheetInput,
} from "@/server/sheets";
import { procedure, router } from "../trpc";

export const sheets = router({
  list: procedure.input(sheetsOfInput).query(({ ctx, input }) => listSheets(ctx.ctx, input)),
  get: procedure.input(sheetIdInput).query(({ ctx, input }) => getSheet(ctx.ctx, input)),
  takers: procedure.input(sheetIdInput).query(({ ctx, input }) => sheetTakers(ctx.ctx, input)),
  create: procedure.input(createSheetInput).mutation(({ ctx, input }) => createSheet(ctx.ctx, input)),
  save: procedure.input(saveSheetInput).mutation(({ ctx, input }) => saveSheet(ctx.ctx, input)),
  update: procedure.input(updateSheetInput).mutation(({ ctx, input }) => updateSheet(ctx.ctx, input)),
  ofMember: procedure.input(sheetsOfMemberInput).query(({ ctx, input }) => sheetsOfMember(ctx.ctx, input)),
  handOver: procedure.input(handOverInput).mutation(({ ctx, input }) => handOverSheets(ctx.ctx, input)),
  remove: procedure.input(sheetIdInput).mutation(({ ctx, input }) => removeSheet(ctx.ctx, input)),
  restore: procedure.input(sheetIdInput).mutation(({ ctx, input }) => restoreSheet(ctx.ctx, input)),
});
