import { type MailContent, type MailLanguage, mailLanguage } from "@/server/mail";

interface Words {
  subject(sheet: string, app: string): string;
  lead(sheet: string, app: string): string;
  see: string;
  open: string;
  stop: string;
}

const WORDS: Record<MailLanguage, Words> = {
  en: {
    subject: (sheet, app) => `${sheet} · ${app}`,
    lead: (sheet, app) => `"${sheet}" of ${app} is attached as a PDF, as you see it now.`,
    see: "See it live:",
    open: "Open the app",
    stop: "To be sent this no more:",
  },
  de: {
    subject: (sheet, app) => `${sheet} · ${app}`,
    lead: (sheet, app) => `„${sheet}“ aus ${app} ist als PDF angehängt, so wie Sie es jetzt sehen.`,
    see: "Aktuell ansehen:",
    open: "App öffnen",
    stop: "Dies nicht mehr erhalten:",
  },
  fr: {
    subject: (sheet, app) => `${sheet} · ${app}`,
    lead: (sheet, app) => `« ${sheet} » de ${app} est jointe en PDF, telle que vous la voyez maintenant.`,
    see: "La voir en direct :",
    open: "Ouvrir l’application",
    stop: "Ne plus recevoir cet e-mail :",
  },
};

/** Subject and words of the mail a sheet comes with. */
export function deliveryMail({
  sheet,
  app,
  language,
  link,
  unsubscribe,
}: Record<"sheet" | "app" | "language" | "link" | "unsubscribe", string>): {
  subject: string;
  content: MailContent;
} {
  const known = mailLanguage(language);
  const words = WORDS[known];
  return {
    subject: words.subject(sheet, app),
    content: {
      language: known,
      lead: [words.lead(sheet, app)],
      action: { intro: words.see, label: words.open, href: link },
      after: [],
      footer: { text: words.stop, href: unsubscribe },
    },
  };
}
