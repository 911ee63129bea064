import { type MailContent, type MailLanguage, mailLanguage } from "@/server/mail";

interface Facts {
  number: string;
  seller: string;
  total: string;
  open: string;
  due: string | null;
}

interface Words {
  invoice(f: Facts): string;
  creditNote(f: Facts): string;
  reminder(f: Facts): string;
  attached(f: Facts): string;
  credited(f: Facts): string;
  pay(f: Facts): string;
  overdue(f: Facts): string;
  crossed: string;
  see: string;
  open: string;
  declined(f: Facts): string;
  notCharged(f: Facts): string;
  again: string;
  confirm(f: Facts): string;
  confirming(f: Facts): string;
  payNow: string;
  payAt: string;
}

const WORDS: Record<MailLanguage, Words> = {
  en: {
    invoice: (f) => `Invoice ${f.number} of ${f.seller}`,
    creditNote: (f) => `Credit note ${f.number} of ${f.seller}`,
    reminder: (f) => `Reminder: invoice ${f.number} of ${f.seller}`,
    attached: (f) => `Invoice ${f.number} over ${f.total} is attached as a PDF.`,
    credited: (f) => `Credit note ${f.number} over ${f.total} is attached as a PDF.`,
    pay: (f) => `Please pay ${f.open} by ${f.due}.`,
    overdue: (f) => `Invoice ${f.number} was due by ${f.due}. ${f.open} of it is still open.`,
    crossed: "If you have paid in the meantime, there is nothing to do.",
    see: "See it in the portal:",
    open: "Open billing",
    declined: (f) => `Payment of invoice ${f.number} of ${f.seller} failed`,
    notCharged: (f) => `${f.open} for invoice ${f.number} could not be collected with your saved way to pay.`,
    again:
      "Where that makes sense, we try again over the next days. You can also pay now, or save another way to pay.",
    confirm: (f) => `Please confirm the payment of invoice ${f.number} of ${f.seller}`,
    confirming: (f) => `Your bank wants you to confirm the payment of ${f.open} for invoice ${f.number}.`,
    payNow: "Pay now",
    payAt: "Open the invoice:",
  },
  de: {
    invoice: (f) => `Rechnung ${f.number} von ${f.seller}`,
    creditNote: (f) => `Gutschrift ${f.number} von ${f.seller}`,
    reminder: (f) => `Erinnerung: Rechnung ${f.number} von ${f.seller}`,
    attached: (f) => `Die Rechnung ${f.number} über ${f.total} ist als PDF angehängt.`,
    credited: (f) => `Die Gutschrift ${f.number} über ${f.total} ist als PDF angehängt.`,
    pay: (f) => `Bitte zahlen Sie ${f.open} bis zum ${f.due}.`,
    overdue: (f) => `Die Rechnung ${f.number} war bis zum ${f.due} zu zahlen. Offen sind noch ${f.open}.`,
    crossed: "Falls Sie inzwischen gezahlt haben, ist nichts zu tun.",
    see: "Im Portal ansehen:",
    open: "Abrechnung öffnen",
    declined: (f) => `Zahlung der Rechnung ${f.number} von ${f.seller} fehlgeschlagen`,
    notCharged: (f) =>
      `${f.open} für die Rechnung ${f.number} konnten nicht mit dem gespeicherten Zahlungsmittel eingezogen werden.`,
    again:
      "Wo das sinnvoll ist, versuchen wir es in den nächsten Tagen wieder. Sie können auch jetzt zahlen oder ein anderes Zahlungsmittel speichern.",
    confirm: (f) => `Bitte bestätigen Sie die Zahlung der Rechnung ${f.number} von ${f.seller}`,
    confirming: (f) =>
      `Ihre Bank möchte, dass Sie die Zahlung von ${f.open} für die Rechnung ${f.number} bestätigen.`,
    payNow: "Jetzt zahlen",
    payAt: "Die Rechnung öffnen:",
  },
  fr: {
    invoice: (f) => `Facture ${f.number} de ${f.seller}`,
    creditNote: (f) => `Avoir ${f.number} de ${f.seller}`,
    reminder: (f) => `Rappel : facture ${f.number} de ${f.seller}`,
    attached: (f) => `La facture ${f.number} de ${f.total} est jointe en PDF.`,
    credited: (f) => `L’avoir ${f.number} de ${f.total} est joint en PDF.`,
    pay: (f) => `Merci de payer ${f.open} avant le ${f.due}.`,
    overdue: (f) => `La facture ${f.number} était à payer avant le ${f.due}. Il reste ${f.open} à payer.`,
    crossed: "Si vous avez payé entre-temps, il n’y a rien à faire.",
    see: "La voir dans le portail :",
    open: "Ouvrir la facturation",
    declined: (f) => `Échec du paiement de la facture ${f.number} de ${f.seller}`,
    notCharged: (f) =>
      `${f.open} pour la facture ${f.number} n’ont pas pu être prélevés avec le moyen de paiement enregistré.`,
    again:
      "Si cela a un sens, nous réessaierons ces prochains jours. Vous pouvez aussi payer maintenant ou enregistrer un autre moyen de paiement.",
    confirm: (f) => `Veuillez confirmer le paiement de la facture ${f.number} de ${f.seller}`,
    confirming: (f) =>
      `Votre banque vous demande de confirmer le paiement de ${f.open} pour la facture ${f.number}.`,
    payNow: "Payer maintenant",
    payAt: "Ouvrir la facture :",
  },
};

/** Subject and words of the mail an invoice, its reminder or a credit note comes with. */
export function invoiceMail(
  what: "invoice" | "credit-note" | "reminder" | "declined" | "confirm",
  facts: Facts,
  { language, link }: { language: string; link: string },
): { subject: string; content: MailContent } {
  const known = mailLanguage(language);
  const words = WORDS[known];
  const said = {
    invoice: [words.attached(facts), ...(facts.due ? [words.pay(facts)] : [])],
    "credit-note": [words.credited(facts)],
    reminder: [words.overdue(facts), words.attached(facts)],
    declined: [words.notCharged(facts), words.again],
    confirm: [words.confirming(facts)],
  };
  const { invoice, creditNote, reminder, declined, confirm } = words;
  const subjects = { invoice, "credit-note": creditNote, reminder, declined, confirm };
  const pays = what === "declined" || what === "confirm";
  return {
    subject: subjects[what](facts),
    content: {
      language: known,
      lead: said[what],
      action: pays
        ? { intro: words.payAt, label: words.payNow, href: link }
        : { intro: words.see, label: words.open, href: link },
      after: what === "reminder" ? [words.crossed] : [],
    },
  };
}
