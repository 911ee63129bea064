import { type MailContent, type MailLanguage, mailLanguage } from "@/server/mail";

interface Words {
  subject: string;
  asked: string;
  choose(minutes: number): string;
  button: string;
  unexpected: string;
}

const WORDS: Record<MailLanguage, Words> = {
  en: {
    subject: "Choose a new password",
    asked: "Somebody, probably you, asked for a new password.",
    choose: (minutes) => `Choose one within ${minutes} minutes:`,
    button: "Choose a password",
    unexpected:
      "If it was not you, do nothing: your password stays, and nobody can change it without your mailbox.",
  },
  de: {
    subject: "Wählen Sie ein neues Passwort",
    asked: "Jemand, vermutlich Sie, hat um ein neues Passwort gebeten.",
    choose: (minutes) => `Wählen Sie es innerhalb von ${minutes} Minuten:`,
    button: "Passwort wählen",
    unexpected:
      "Waren Sie es nicht, müssen Sie nichts tun: Ihr Passwort bleibt, und ohne Ihr Postfach kann es niemand ändern.",
  },
  fr: {
    subject: "Choisissez un nouveau mot de passe",
    asked: "Quelqu’un, sans doute vous, a demandé un nouveau mot de passe.",
    choose: (minutes) => `Choisissez-le dans les ${minutes} minutes :`,
    button: "Choisir un mot de passe",
    unexpected:
      "Si ce n’était pas vous, ne faites rien : votre mot de passe reste, et personne ne peut le changer sans votre boîte de réception.",
  },
};

/** Subject and words of the mail a password is reset with. No name, no free text: nothing to phish with. */
export function resetMail({
  link,
  minutes,
  language,
}: {
  link: string;
  minutes: number;
  /** Language tag of the person's tenant; null for operators. */
  language: string | null;
}): { subject: string; content: MailContent } {
  const known = mailLanguage(language);
  const words = WORDS[known];
  return {
    subject: words.subject,
    content: {
      language: known,
      lead: [words.asked],
      action: { intro: words.choose(minutes), label: words.button, href: link },
      after: [words.unexpected],
    },
  };
}
