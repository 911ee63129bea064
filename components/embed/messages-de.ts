import errors from "../errors/words/de-shared.json";
import charts from "../providers/i18n/messages/de/charts.json";
import dashboards from "../providers/i18n/messages/de/dashboards.json";
import { frame } from "../providers/i18n/messages/de/embeds.json";
import type { EmbedMessages } from "./messages";

export const messages: EmbedMessages = { charts, dashboards, embeds: { frame } };

export { errors };
