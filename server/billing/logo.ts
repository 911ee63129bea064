import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Store } from "@/db/store";
import { append } from "@/server/audit";
import { authorize } from "@/server/auth";
import type { Context, Services } from "@/server/shared/context";
import { sha256 } from "@/server/shared/crypto";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { strict } from "@/server/shared/strict";
import { BILLING_ROW, readBillingSettings } from "./settings";

/** A larger picture is no logo: it would be in every invoice. */
export const MOST_LOGO_BYTES = 300_000;
const MOST_PIXELS = 3000;

export const sellerLogoInput = strict({
  /** PNG or JPEG as base64; null takes the logo away. */
  base64: z
    .base64("is no base64")
    .max(Math.ceil(MOST_LOGO_BYTES / 3) * 4, "is larger than 300 kB")
    .nullable(),
});

const kept = z.object({ mediaType: z.string(), base64: z.string() });
const rowOf = (id: string) => `billing-logo:${id}`;

/**
 * Puts a picture at the head of invoices that become final from now on. Final ones keep theirs: pictures are kept by what
 * they are and never changed.
 * @throws `billing.logo` for what is no PNG or JPEG of at most 3000 × 3000 pixels
 */
export async function changeSellerLogo(
  ctx: Context,
  input: z.input<typeof sellerLogoInput>,
): Promise<{ logo: string | null }> {
  authorize(ctx, "billing:write");
  const { base64 } = parse(sellerLogoInput, input);
  const bytes = base64 === null ? null : Buffer.from(base64, "base64");
  const picture = bytes && { id: sha256(bytes).slice(0, 40), mediaType: mediaTypeOf(bytes) };
  const { value: before } = await readBillingSettings(ctx.store);
  const value = { ...before, seller: { ...before.seller, logo: picture?.id ?? null } };
  const { settings } = ctx.store.tables;
  const updatedAt = ctx.clock.now();
  await ctx.store.tx(async (db) => {
    if (picture)
      await db
        .insert(settings)
        .values({ id: rowOf(picture.id), value: { mediaType: picture.mediaType, base64 }, updatedAt })
        .onConflictDoNothing();
    await db
      .insert(settings)
      .values({ id: BILLING_ROW, value, updatedAt })
      .onConflictDoUpdate({ target: settings.id, set: { value, updatedAt } });
    await append(db, ctx, {
      ...{ tenantId: null, action: "billing.logo", target: BILLING_ROW },
      payload: { logo: value.seller.logo, bytes: bytes?.length ?? 0 },
    });
  });
  return { logo: value.seller.logo };
}

/** The seller's picture of now as a data address; null where there is none. */
export async function getSellerLogo(ctx: Context): Promise<{ address: string | null }> {
  authorize(ctx, "billing:read");
  const { value } = await readBillingSettings(ctx.store);
  return { address: await logoAddress(ctx, value.seller.logo) };
}

/** A kept picture as a data address. @internal */
export async function logoAddress(
  { store }: { store: Pick<Store, "read" | "tables"> } & Partial<Services>,
  id: string | null | undefined,
): Promise<string | null> {
  if (!id) return null;
  const { settings } = store.tables;
  const [row] = await store.read
    .select()
    .from(settings)
    .where(eq(settings.id, rowOf(id)));
  const found = kept.safeParse(row?.value).data;
  return found ? `data:${found.mediaType};base64,${found.base64}` : null;
}

/** @throws `billing.logo` */
function mediaTypeOf(bytes: Buffer): "image/png" | "image/jpeg" {
  const png = bytes.subarray(0, 8).equals(Buffer.from("89504e470d0a1a0a", "hex"));
  const size = png ? pngSize(bytes) : jpegSize(bytes);
  if (!size || size.some((pixels) => pixels < 1 || pixels > MOST_PIXELS)) throw noLogo();
  return png ? "image/png" : "image/jpeg";
}

const pngSize = (bytes: Buffer): [number, number] | null =>
  bytes.length < 24 ? null : [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];

/** Width and height by the frame header of a JPEG; null where there is none. */
function jpegSize(bytes: Buffer): [number, number] | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return null;
  for (let at = 2; at + 9 < bytes.length; ) {
    const marker = bytes.readUInt16BE(at);
    if (marker < 0xff00) return null;
    const frame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (frame) return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}

const noLogo = () =>
  new AppError("invalid", "billing.logo", "This is no PNG or JPEG of at most 3000 × 3000 pixels.", {
    advice: "Choose a PNG or JPEG picture of at most 300 kB.",
    issues: [{ path: "base64", message: "is no PNG or JPEG of that size" }],
  });
