/** Languages mails are written in. */
export const MAIL_LANGUAGES = ["en", "de", "fr"] as const;
export type MailLanguage = (typeof MAIL_LANGUAGES)[number];

/** The language of a mail for somebody whose tenant has this language tag; English where there is no other. */
export function mailLanguage(tag: string | null | undefined): MailLanguage {
  const [language] = (tag ?? "").toLowerCase().split("-");
  return MAIL_LANGUAGES.find((known) => known === language) ?? "en";
}
