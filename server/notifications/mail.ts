import type { NotificationKind } from "@/db/schema/states";
import { type MailContent, type MailLanguage, mailLanguage } from "@/server/mail";

type Params = Record<string, string>;
type Sentence = (p: Params) => string;

interface Words {
  subject: Record<NotificationKind, Sentence>;
  see: string;
  open: string;
  why: string;
}

const WORDS: Record<MailLanguage, Words> = {
  en: {
    subject: {
      "run-succeeded": (p) => `Done: ${p.title}`,
      "run-failed": (p) => `Failed: ${p.title}`,
      "reload-failed": (p) => `The reload of ${p.app} failed`,
      "invitation-accepted": (p) => `${p.name} has joined`,
      "capability-asked": (p) => `${p.tenant} asks for ${p.capability}`,
      "delivery-paused": (p) => `${p.sheet} is no longer sent to you`,
      "usage-limit": (p) => `${p.percent} % of the plan’s ${p.limit} ${p.meter} are used`,
      "spend-alert": (p) =>
        p.of === "forecast"
          ? `This period is likely to cost ${p.cost}`
          : `This period costs ${p.cost} so far`,
      announcement: () => "News",
    },
    see: "See what it is about:",
    open: "Open",
    why: "You choose in your account which of these are mailed:",
  },
  de: {
    subject: {
      "run-succeeded": (p) => `Fertig: ${p.title}`,
      "run-failed": (p) => `Fehlgeschlagen: ${p.title}`,
      "reload-failed": (p) => `Das Laden von ${p.app} ist fehlgeschlagen`,
      "invitation-accepted": (p) => `${p.name} ist dabei`,
      "capability-asked": (p) => `${p.tenant} fragt nach ${p.capability}`,
      "delivery-paused": (p) => `${p.sheet} wird Ihnen nicht mehr gesendet`,
      "usage-limit": (p) => `${p.percent} % von ${p.limit} im Plan enthaltenen ${p.meter} sind verbraucht`,
      "spend-alert": (p) =>
        p.of === "forecast"
          ? `Dieser Zeitraum kostet voraussichtlich ${p.cost}`
          : `Dieser Zeitraum kostet bisher ${p.cost}`,
      announcement: () => "Neuigkeiten",
    },
    see: "Sehen Sie, worum es geht:",
    open: "Öffnen",
    why: "Was Ihnen gemailt wird, wählen Sie in Ihrem Konto:",
  },
  fr: {
    subject: {
      "run-succeeded": (p) => `Terminé : ${p.title}`,
      "run-failed": (p) => `Échec : ${p.title}`,
      "reload-failed": (p) => `Le chargement de ${p.app} a échoué`,
      "invitation-accepted": (p) => `${p.name} a rejoint l’équipe`,
      "capability-asked": (p) => `${p.tenant} demande ${p.capability}`,
      "delivery-paused": (p) => `${p.sheet} ne vous est plus envoyée`,
      "usage-limit": (p) => `${p.percent} % des ${p.limit} ${p.meter} de l’offre sont utilisés`,
      "spend-alert": (p) =>
        p.of === "forecast"
          ? `Cette période coûtera sans doute ${p.cost}`
          : `Cette période coûte ${p.cost} à ce jour`,
      announcement: () => "Nouvelles",
    },
    see: "Voyez de quoi il s’agit :",
    open: "Ouvrir",
    why: "Vous choisissez dans votre compte ce qui vous est envoyé par e-mail :",
  },
};

/** Subject and words of the mail that tells of something, in the language of the reader's tenant. */
export function notificationMail({
  kind,
  params,
  language,
  link,
  account,
}: {
  kind: NotificationKind;
  params: Params;
  /** Language tag of the tenant; null for operators. */
  language: string | null;
  link: string;
  /** Address of the page with the switches. */
  account: string;
}): { subject: string; content: MailContent } {
  const known = mailLanguage(language);
  const words = WORDS[known];
  const subject = words.subject[kind](params);
  // A problem is told in the server's English: in other languages the portal says it, in its own words.
  const more = [known === "en" ? params.problem : undefined, params.text].filter(
    (text) => text !== undefined && text !== "",
  );
  return {
    subject,
    content: {
      language: known,
      lead: [`${subject}${/[.!?]$/.test(subject) ? "" : "."}`, ...more.map(String)],
      action: { intro: words.see, label: words.open, href: link },
      after: [],
      footer: { text: words.why, href: account },
    },
  };
}
