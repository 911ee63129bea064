import { z } from "zod";

/** Inputs of the mail verbs. Browser-safe. */
export const MAIL_TLS = ["starttls", "tls", "none"] as const;

const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1, "is needed")
    .max(most)
    .regex(/^[^\r\n]*$/, "is one line");

export const mailServer = z.strictObject({
  host: line(253).regex(/^[A-Za-z0-9.:_-]+$/, "is a name or an address, without a scheme or port"),
  port: z.number("is a number").int("is a whole number").min(1, "is 1 to 65535").max(65_535, "is 1 to 65535"),
  /** `starttls` refuses to go on unencrypted; `none` is for a relay on the same machine. */
  tls: z.enum(MAIL_TLS),
  /** Empty: the server asks for no sign-in. */
  user: z.string().trim().max(320).default(""),
  from: z.email("is not an e-mail address").max(320),
  fromName: line(120),
});
export type MailServer = z.output<typeof mailServer>;

export const changeMailInput = mailServer.extend({
  /** Absent keeps the one that is stored, null takes it away. */
  password: z.union([z.string().min(1).max(1000), z.null()]).optional(),
});
export type ChangeMailInput = z.input<typeof changeMailInput>;

export const testMailInput = z.strictObject({ to: z.email("is not an e-mail address").max(320) });
