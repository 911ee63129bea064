import charts from "../providers/i18n/messages/en/charts.json";
import dashboards from "../providers/i18n/messages/en/dashboards.json";
import { frame } from "../providers/i18n/messages/en/embeds.json";

/** The frame's texts: only what it can show. */
export const messages = { charts, dashboards, embeds: { frame } };

export type EmbedMessages = typeof messages;
