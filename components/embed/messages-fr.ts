import errors from "../errors/words/fr-shared.json";
import charts from "../providers/i18n/messages/fr/charts.json";
import dashboards from "../providers/i18n/messages/fr/dashboards.json";
import { frame } from "../providers/i18n/messages/fr/embeds.json";
import type { EmbedMessages } from "./messages";

export const messages: EmbedMessages = { charts, dashboards, embeds: { frame } };

export { errors };
