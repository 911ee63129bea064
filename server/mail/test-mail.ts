import type { z } from "zod";
import { append } from "@/server/audit";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { type MailContent, plainText } from "./content";
import { lookOf } from "./look";
import { mailPage } from "./page";
import { testMailInput } from "./schemas";
import { sendMail } from "./send";

const SUBJECT = "Tenantry can send mail";
const CONTENT: MailContent = {
  language: "en",
  lead: ["This is a test. Whoever set up Tenantry's mail server asked for it; nothing needs to be done."],
  after: [],
};

/** Sends a mail that says it is a test. @throws as `sendMail` */
export async function sendTestMail(
  ctx: Context,
  input: z.input<typeof testMailInput>,
): Promise<{ answer: string }> {
  authorize(ctx, "settings:write");
  const { to } = parse(testMailInput, input);
  const html = mailPage(SUBJECT, CONTENT, await lookOf(ctx, ctx.store.read, null));
  const sent = await sendMail(ctx, { to, subject: SUBJECT, text: plainText(CONTENT), html });
  await ctx.store.tx((db) =>
    append(db, ctx, { tenantId: null, action: "settings.test-mail", target: "mail", payload: { to } }),
  );
  return sent;
}
