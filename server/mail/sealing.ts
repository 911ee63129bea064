import type { Services } from "@/server/shared/context";
import { seal, unseal } from "@/server/shared/crypto";

/** The key outlives a rotation of the master secret: see `CARRIED` there. */
export const MAIL_BODY_KEY = "mail-body";

type Sealing = Pick<Services, "keyring">;
type Part = "body" | "html" | "file";
const key = ({ keyring }: Sealing) => ({ id: MAIL_BODY_KEY, bytes: keyring.purpose(MAIL_BODY_KEY) });
const context = (id: string, part: Part) => `mails|${id}|${part}`;

/** Seals a part of a mail: it may hold a link that lets somebody in, or figures. */
export const sealPart = (services: Sealing, id: string, part: Part, plain: string): string =>
  seal(key(services), plain, context(id, part));

export const openPart = (services: Sealing, id: string, part: Part, sealed: string): string =>
  unseal(key(services), sealed, context(id, part));
