import type { MailLanguage } from "@/server/mail";

interface Words {
  invoice: string;
  creditNote: string;
  draft: string;
  number: string;
  date: string;
  due: string;
  supplied: string;
  customerTaxId: string;
  taxId: string;
  credits: string;
  item: string;
  quantity: string;
  tax: string;
  net: string;
  total: string;
  taxTotal: string;
  bank: string;
  page: string;
  minimum: string;
  commitment: string;
  credit: (what: string) => string;
  correction: (what: string) => string;
  share: (percent: string) => string;
  unused: string;
  taxed: string;
  reasons: Record<"reverse-charge" | "exempt" | "outside", string>;
  laws: Record<"reverse-charge" | "exempt" | "outside", string>;
  reference: (number: string) => string;
  inclusive: string;
}

export const WORDS: Record<MailLanguage, Words> = {
  en: {
    invoice: "Invoice",
    creditNote: "Credit note",
    draft: "DRAFT: not an invoice yet, its lines may still change",
    number: "Number",
    date: "Date",
    due: "Due by",
    supplied: "Billed period",
    customerTaxId: "Your tax number",
    taxId: "Tax number",
    credits: "For invoice",
    item: "Item",
    quantity: "Quantity",
    tax: "Tax",
    net: "Net",
    total: "Total",
    taxTotal: "Tax",
    bank: "Pay to",
    page: "Page {page} of {pages}",
    minimum: "Up to the agreed minimum",
    commitment: "Up to what was committed",
    credit: (what) => `Credit: ${what}`,
    correction: (what) => `Correction: ${what}`,
    share: (percent) => `counts for ${percent} of the period`,
    unused: "no longer counts in this period",
    taxed: "VAT",
    reasons: { "reverse-charge": "Reverse charge", exempt: "Exempt", outside: "Not taxable" },
    laws: {
      "reverse-charge": "Reverse charge: the customer accounts for the tax.",
      exempt: "Lines marked exempt are exempt from tax.",
      outside: "Lines marked not taxable are outside the scope of the seller's tax.",
    },
    reference: (number) => `Please give ${number} with your payment.`,
    inclusive: "Prices are agreed including tax.",
  },
  de: {
    invoice: "Rechnung",
    creditNote: "Gutschrift",
    draft: "ENTWURF: noch keine Rechnung, die Posten können sich ändern",
    number: "Nummer",
    date: "Datum",
    due: "Zahlbar bis",
    supplied: "Leistungszeitraum",
    customerTaxId: "Ihre Steuernummer",
    taxId: "Steuernummer",
    credits: "Zur Rechnung",
    item: "Posten",
    quantity: "Menge",
    tax: "Steuer",
    net: "Netto",
    total: "Gesamtbetrag",
    taxTotal: "Steuer",
    bank: "Zahlbar an",
    page: "Seite {page} von {pages}",
    minimum: "Bis zum vereinbarten Mindestbetrag",
    commitment: "Bis zur zugesagten Summe",
    credit: (what) => `Gutschrift: ${what}`,
    correction: (what) => `Korrektur: ${what}`,
    share: (percent) => `zählt für ${percent} des Zeitraums`,
    unused: "zählt in diesem Zeitraum nicht mehr",
    taxed: "USt.",
    reasons: { "reverse-charge": "Reverse Charge", exempt: "Steuerfrei", outside: "Nicht steuerbar" },
    laws: {
      "reverse-charge": "Steuerschuldnerschaft des Leistungsempfängers (Reverse Charge).",
      exempt: "Als steuerfrei bezeichnete Posten sind von der Steuer befreit.",
      outside: "Als nicht steuerbar bezeichnete Posten unterliegen nicht der Steuer des Verkäufers.",
    },
    reference: (number) => `Bitte geben Sie bei der Zahlung ${number} an.`,
    inclusive: "Die Preise sind mit Steuer vereinbart.",
  },
  fr: {
    invoice: "Facture",
    creditNote: "Avoir",
    draft: "BROUILLON : pas encore une facture, les lignes peuvent changer",
    number: "Numéro",
    date: "Date",
    due: "À payer avant le",
    supplied: "Période facturée",
    customerTaxId: "Votre numéro fiscal",
    taxId: "Numéro fiscal",
    credits: "Pour la facture",
    item: "Désignation",
    quantity: "Quantité",
    tax: "Taxe",
    net: "Net",
    total: "Total",
    taxTotal: "Taxe",
    bank: "À régler à",
    page: "Page {page} sur {pages}",
    minimum: "Jusqu’au minimum convenu",
    commitment: "Jusqu’au montant engagé",
    credit: (what) => `Avoir : ${what}`,
    correction: (what) => `Correction : ${what}`,
    share: (percent) => `compte pour ${percent} de la période`,
    unused: "ne compte plus dans cette période",
    taxed: "TVA",
    reasons: { "reverse-charge": "Autoliquidation", exempt: "Exonéré", outside: "Non imposable" },
    laws: {
      "reverse-charge": "Autoliquidation : la taxe est due par le preneur.",
      exempt: "Les lignes exonérées sont exonérées de taxe.",
      outside: "Les lignes non imposables sont hors du champ de la taxe du vendeur.",
    },
    reference: (number) => `Merci d’indiquer ${number} lors du paiement.`,
    inclusive: "Les prix sont convenus taxe comprise.",
  },
};
