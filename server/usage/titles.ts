import type { MailLanguage } from "@/server/mail";
import type { MeterId } from "./model";

/** Meters by name, for mails and errors; the portal's pages have messages of their own. */
export const TITLES: Record<MailLanguage, Record<MeterId, string>> = {
  en: {
    reload_rows: "rows reloaded",
    reload_bytes: "bytes reloaded",
    reload_seconds: "seconds of reloading",
    stored_bytes: "bytes stored",
    query_seconds: "seconds of computing",
    embed_bytes: "bytes sent to embeds",
    export_bytes: "bytes exported",
    api_bytes: "bytes sent by the API",
    active_users: "active people",
    embed_sessions: "visits to embeds",
    api_calls: "API calls",
    apps_published: "published apps",
  },
  de: {
    reload_rows: "geladene Zeilen",
    reload_bytes: "geladene Bytes",
    reload_seconds: "Sekunden Ladezeit",
    stored_bytes: "gespeicherte Bytes",
    query_seconds: "Sekunden Rechenzeit",
    embed_bytes: "an Einbettungen gesendete Bytes",
    export_bytes: "exportierte Bytes",
    api_bytes: "über die API gesendete Bytes",
    active_users: "aktive Personen",
    embed_sessions: "Besuche von Einbettungen",
    api_calls: "API-Aufrufe",
    apps_published: "veröffentlichte Apps",
  },
  fr: {
    reload_rows: "lignes chargées",
    reload_bytes: "octets chargés",
    reload_seconds: "secondes de chargement",
    stored_bytes: "octets stockés",
    query_seconds: "secondes de calcul",
    embed_bytes: "octets envoyés aux intégrations",
    export_bytes: "octets exportés",
    api_bytes: "octets envoyés par l’API",
    active_users: "personnes actives",
    embed_sessions: "visites d’intégrations",
    api_calls: "appels de l’API",
    apps_published: "applications publiées",
  },
};

/** A meter's name; an operator's own meter has one in no language, and is called by its id where none is given. */
export function meterTitle(meter: string, language: MailLanguage): string {
  return (TITLES[language] as Record<string, string>)[meter] ?? meter;
}
