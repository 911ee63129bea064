import { type MailContent, type MailLanguage, mailLanguage } from "@/server/mail";

interface Words {
  subject(tenant: string): string;
  invited(tenant: string): string;
  accept(days: number): string;
  button: string;
  unexpected: string;
}

const WORDS: Record<MailLanguage, Words> = {
  en: {
    subject: (tenant) => `You are invited to ${tenant}`,
    invited: (tenant) => `You are invited to the analytics of ${tenant}.`,
    accept: (days) => `Accept within ${days} days:`,
    button: "Accept the invitation",
    unexpected: "If you did not expect this, do nothing: nobody can use it without your mailbox.",
  },
  de: {
    subject: (tenant) => `Sie sind eingeladen: ${tenant}`,
    invited: (tenant) => `Sie sind zu den Auswertungen von ${tenant} eingeladen.`,
    accept: (days) => `Nehmen Sie innerhalb von ${days} Tagen an:`,
    button: "Einladung annehmen",
    unexpected:
      "Haben Sie das nicht erwartet, müssen Sie nichts tun: Ohne Ihr Postfach kann niemand die Einladung nutzen.",
  },
  fr: {
    subject: (tenant) => `Vous êtes invité : ${tenant}`,
    invited: (tenant) => `Vous êtes invité à consulter les analyses de ${tenant}.`,
    accept: (days) => `Acceptez dans les ${days} jours :`,
    button: "Accepter l’invitation",
    unexpected:
      "Si vous ne vous y attendiez pas, ne faites rien : sans votre boîte de réception, personne ne peut l’utiliser.",
  },
};

/**
 * Subject and words of the mail somebody is invited with, in the tenant's language. No name of the inviter, no free
 * text: nothing to phish with.
 */
export function invitationMail({
  tenantName,
  link,
  days,
  language,
}: {
  tenantName: string;
  link: string;
  days: number;
  /** Language tag of the tenant. */
  language: string;
}): { subject: string; content: MailContent } {
  const known = mailLanguage(language);
  const words = WORDS[known];
  return {
    subject: words.subject(tenantName).replace(/[\r\n]+/g, " "),
    content: {
      language: known,
      lead: [words.invited(tenantName)],
      action: { intro: words.accept(days), label: words.button, href: link },
      after: [words.unexpected],
    },
  };
}
