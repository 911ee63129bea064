import errors from "../errors/words/fr-shared.json";
import charts from "../providers/i18n/messages/fr/charts.json";
import common from "../providers/i18n/messages/fr/common.json";
import dashboards from "../providers/i18n/messages/fr/dashboards.json";
import { frame } from "../providers/i18n/messages/fr/embeds.json";
import type { EmbedMessages } from "./messages";

export const messages: EmbedMessages = { charts, common, dashboards, embeds: { frame } };

export { errors };
