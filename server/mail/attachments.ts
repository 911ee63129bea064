import { eq } from "drizzle-orm";
import type { Database } from "@/db/store";
import { tenantLogo } from "@/server/files/logo";
import type { Services } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { LOGO_CID } from "./page";
import { openPart, sealPart } from "./sealing";
import type { MailFile } from "./send";

/** Of all files of one mail together: most mail servers take 10 MB of coded bytes, which is a third more. */
export const MOST_ATTACHED_BYTES = 7_000_000;

/** @throws `mail.too_large` */
export function refuseTooLarge(files: readonly MailFile[]): void {
  const bytes = files.reduce((sum, file) => sum + file.bytes.byteLength, 0);
  if (bytes <= MOST_ATTACHED_BYTES) return;
  const [has, most] = [bytes, MOST_ATTACHED_BYTES].map((n) => (n / 1_000_000).toFixed(1));
  throw new AppError("limit", "mail.too_large", `The file has ${has} MB; a mail takes ${most} MB.`, {
    advice: "Select less, so that the file holds less.",
    params: { megabytes: has, most },
  });
}

/** Keeps the files of a mail, sealed, until it was sent. */
export async function putAttachments(
  services: Pick<Services, "store" | "clock" | "keyring">,
  db: Database,
  mailId: string,
  files: readonly MailFile[],
): Promise<void> {
  refuseTooLarge(files);
  for (const { name, mediaType, bytes } of files) {
    const id = newId("file", services.clock.now().getTime());
    const body = sealPart(services, id, "file", bytes.toString("base64"));
    const row = { id, mailId, name, mediaType, bytes: bytes.byteLength, body };
    await db.insert(services.store.tables.mailAttachments).values(row);
  }
}

/** Names and sizes of a mail's files. */
export function attachmentNames(
  { store }: Pick<Services, "store">,
  mailId: string,
): Promise<{ name: string; bytes: number }[]> {
  const { mailAttachments: a } = store.tables;
  return store.read.select({ name: a.name, bytes: a.bytes }).from(a).where(eq(a.mailId, mailId));
}

/** The files of a mail that was not sent. */
export async function attachmentsOf(
  services: Pick<Services, "store" | "keyring">,
  mailId: string,
): Promise<MailFile[]> {
  const { mailAttachments: a } = services.store.tables;
  const rows = await services.store.read.select().from(a).where(eq(a.mailId, mailId));
  return rows.map(({ id, name, mediaType, body }) => ({
    name,
    mediaType,
    bytes: Buffer.from(openPart(services, id, "file", body), "base64"),
  }));
}

/** The picture of a page that has one; null where the tenant has none any more. */
export async function logoFile(
  services: Pick<Services, "store" | "dataFolder">,
  tenantId: string | null,
): Promise<MailFile | null> {
  const logo = tenantId ? await tenantLogo(services, tenantId) : null;
  return logo && { name: `logo.${logo.mediaType.split("/")[1] ?? "png"}`, ...logo, cid: LOGO_CID };
}
