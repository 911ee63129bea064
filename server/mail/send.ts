import { createTransport } from "nodemailer";
import type { Services } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import type { MailServer } from "./schemas";
import { mailServerOf } from "./settings";

export interface Mail {
  /** Of the outbox: sent again, it has the Message-ID it had, by which mail systems know it. */
  id?: string;
  to: string;
  subject: string;
  text: string;
  /** The same as a page. */
  html?: string;
  files?: MailFile[];
}

/** A file of a mail; one with a `cid` is a picture of its page. */
export interface MailFile {
  name: string;
  mediaType: string;
  bytes: Buffer;
  cid?: string;
}

const WAIT_MS = 15_000;

/** What a server's refusal means, by the code of the library. */
const CAUSES: Record<string, string> = {
  EAUTH: "The mail server refused the user or the password.",
  EDNS: "The mail server's name is not known.",
  ECONNECTION: "The mail server cannot be reached.",
  ESOCKET: "The mail server cannot be reached, or its certificate cannot be trusted.",
  ETIMEDOUT: "The mail server did not answer in time.",
  ETLS: "The mail server offers no encryption.",
  EENVELOPE: "The mail server refused the sender or the recipient.",
};

function transport(server: MailServer & { password: string | null }) {
  const { host, port, tls, user, password } = server;
  return createTransport({
    host,
    port,
    secure: tls === "tls",
    requireTLS: tls === "starttls",
    ignoreTLS: tls === "none",
    ...(user ? { auth: { user, pass: password ?? "" } } : {}),
    connectionTimeout: WAIT_MS,
    greetingTimeout: WAIT_MS,
    socketTimeout: WAIT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/**
 * Sends one mail through the installation's server.
 * @throws `mail.none` where no server is set; `mail.failed` with what the server answered, never with the password
 */
export async function sendMail(
  services: Pick<Services, "store" | "keyring">,
  { id, to, subject, text, html, files = [] }: Mail,
): Promise<{ answer: string }> {
  const server = await mailServerOf(services);
  if (!server)
    throw new AppError("conflict", "mail.none", "No mail server is set.", {
      advice: "Set one in Settings, Mail.",
    });
  const through = transport(server);
  try {
    const from = { name: server.fromName, address: server.from };
    const attachments = files.map(({ name, mediaType, bytes, cid }) => ({
      filename: name,
      contentType: mediaType,
      content: bytes,
      ...(cid ? { cid, contentDisposition: "inline" as const } : {}),
    }));
    const { response } = await through.sendMail({
      ...{ from, to: { name: "", address: to }, subject, text, attachments },
      ...(html ? { html } : {}),
      ...(id ? { messageId: `<${id}@${server.from.split("@").at(-1)}>` } : {}),
    });
    return { answer: response };
  } catch (error) {
    throw failure(error, server);
  } finally {
    through.close();
  }
}

function failure(error: unknown, { host, port, password }: MailServer & { password: string | null }) {
  const { code = "", response = "", message = "" } = error as Record<string, string | undefined>;
  const cause = CAUSES[code] ?? "The mail server did not take the mail.";
  const words = (response || message).slice(0, 300);
  const said = password ? words.replaceAll(password, "…") : words;
  return new AppError("unavailable", "mail.failed", `${cause} (${host}:${port})`, {
    advice: said ? `It said: ${said}` : "Check host, port and encryption.",
    params: { cause: code },
  });
}
