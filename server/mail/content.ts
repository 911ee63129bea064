import type { MailLanguage } from "./language";

/** What a mail says, once for its text and once for its page. Plain words: whatever stands here is escaped. */
export interface MailContent {
  language: MailLanguage;
  /** Sentences before the button. */
  lead: string[];
  /** The one thing to do. */
  action?: { intro: string; label: string; href: string };
  /** Sentences after it. */
  after: string[];
  /** A second way out, small, at the end: to be sent this no more. */
  footer?: { text: string; href: string };
}

/** One line: nothing in a name adds a head to a mail. */
export const oneLine = (text: string): string => text.replace(/\s*[\r\n]+\s*/g, " ").trim();

/** The mail for readers of plain text. */
export function plainText({ lead, action, after, footer }: MailContent): string {
  const parts = [
    ...lead,
    ...(action ? ["", action.intro, action.href] : []),
    ...(after.length > 0 ? ["", ...after] : []),
    ...(footer ? ["", footer.text, footer.href] : []),
  ];
  return `${parts.join("\n")}\n`;
}
