import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { append } from "@/server/audit";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError, notFound } from "@/server/shared/errors";
import { newestFirst, olderThan, pageOf } from "@/server/shared/newest-first";
import { type Page, pageInput } from "@/server/shared/pagination";
import { parse } from "@/server/shared/parse";
import { attachmentNames } from "./attachments";
import { mailPageOf, mailText, pokeOutbox } from "./outbox";
import { forPreview, withLogo } from "./page";

type Row = Context["store"]["tables"]["mails"]["$inferSelect"];

/** A mail as the outbox page lists it: without its text. */
export interface OutboxMail extends Omit<Row, "body" | "html"> {
  /** Its text can still be read. */
  readable: boolean;
}

export const listMailsInput = z.strictObject({
  ...pageInput,
  state: z.enum(["waiting", "sent", "failed"]).optional(),
});
export const mailIdInput = z.strictObject({ id: z.string().min(1).max(60) });

const shown = ({ body, html: _html, ...row }: Row): OutboxMail => ({ ...row, readable: body !== null });

/** The outbox, newest first, keyset-paged. */
export async function listMails(
  ctx: Context,
  input: z.input<typeof listMailsInput> = {},
): Promise<Page<OutboxMail>> {
  authorize(ctx, "settings:read");
  const f = parse(listMailsInput, input);
  const { mails: t } = ctx.store.tables;
  const rows = await ctx.store.read
    .select()
    .from(t)
    .where(and(f.state ? eq(t.state, f.state) : undefined, olderThan(t, f.cursor)))
    .orderBy(...newestFirst(t))
    .limit(f.limit + 1);
  return pageOf(rows, f.limit, shown);
}

async function mailRow(ctx: Context, id: string): Promise<Row> {
  const { mails: t } = ctx.store.tables;
  const [row] = await ctx.store.read.select().from(t).where(eq(t.id, id));
  if (!row) throw notFound("mail", id);
  return row;
}

/** A mail that was not sent, as its reader would get it. */
export interface ReadableMail {
  text: string;
  /** Its page with the logo in it, and a policy that lets nothing run or load; null for mails of text alone. */
  page: string | null;
  files: { name: string; bytes: number }[];
}

/** What stands in a mail that was not sent, with the link in it, for an owner to hand over. Audited. */
export async function readMail(ctx: Context, input: z.input<typeof mailIdInput>): Promise<ReadableMail> {
  authorize(ctx, "settings:write");
  const row = await mailRow(ctx, parse(mailIdInput, input).id);
  const text = mailText(ctx, row);
  if (text === null)
    throw new AppError("conflict", "mail.gone", "This mail was sent, and its text is gone.", {
      advice: "Send the invitation or the reset again.",
    });
  await ctx.store.tx((db) =>
    append(db, ctx, {
      tenantId: row.tenantId,
      action: "mail.read",
      target: row.id,
      payload: { kind: row.kind, to: row.recipient },
    }),
  );
  const html = await mailPageOf(ctx, row);
  const { bytes, mediaType } = html?.logo ?? {};
  const logo = bytes && mediaType ? `data:${mediaType};base64,${bytes.toString("base64")}` : null;
  const page = html && forPreview(withLogo(html.page, logo));
  return { text, page, files: await attachmentNames(ctx, row.id) };
}

/** Tries a mail again now. */
export async function retryMail(ctx: Context, input: z.input<typeof mailIdInput>): Promise<void> {
  authorize(ctx, "settings:write");
  const row = await mailRow(ctx, parse(mailIdInput, input).id);
  if (row.body === null) return;
  const { mails: t } = ctx.store.tables;
  await ctx.store.tx(async (db) => {
    await db
      .update(t)
      .set({ state: "waiting", attempts: 0, nextTryAt: ctx.clock.now() })
      .where(eq(t.id, row.id));
    await append(db, ctx, { tenantId: row.tenantId, action: "mail.retry", target: row.id, payload: {} });
  });
  pokeOutbox();
}

/** Takes a mail out of the outbox unsent; its link stays valid only where somebody has it already. */
export async function discardMail(ctx: Context, input: z.input<typeof mailIdInput>): Promise<void> {
  authorize(ctx, "settings:write");
  const row = await mailRow(ctx, parse(mailIdInput, input).id);
  const { mails: t } = ctx.store.tables;
  await ctx.store.tx(async (db) => {
    // Its files go with it.
    await db.delete(t).where(eq(t.id, row.id));
    const payload = { kind: row.kind, to: row.recipient, state: row.state };
    await append(db, ctx, { tenantId: row.tenantId, action: "mail.discard", target: row.id, payload });
  });
}
