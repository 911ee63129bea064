import type { Partly } from "./complete";
import type { Messages } from "./en";
import account from "./fr/account.json";
import announcements from "./fr/announcements.json";
import apps from "./fr/apps.json";
import audit from "./fr/audit.json";
import auth from "./fr/auth.json";
import authoring from "./fr/authoring.json";
import billing from "./fr/billing.json";
import catalogue from "./fr/catalogue.json";
import charts from "./fr/charts.json";
import commands from "./fr/commands.json";
import common from "./fr/common.json";
import connections from "./fr/connections.json";
import dashboards from "./fr/dashboards.json";
import deliveries from "./fr/deliveries.json";
import developers from "./fr/developers.json";
import drafts from "./fr/drafts.json";
import embeds from "./fr/embeds.json";
import fleet from "./fr/fleet.json";
import help from "./fr/help.json";
import home from "./fr/home.json";
import model from "./fr/model.json";
import notifications from "./fr/notifications.json";
import ownSheets from "./fr/own-sheets.json";
import payments from "./fr/payments.json";
import people from "./fr/people.json";
import reloads from "./fr/reloads.json";
import runs from "./fr/runs.json";
import settings from "./fr/settings.json";
import sheetEditor from "./fr/sheet-editor.json";
import shell from "./fr/shell.json";
import templates from "./fr/templates.json";
import tenants from "./fr/tenants.json";
import tracing from "./fr/tracing.json";
import viewing from "./fr/viewing.json";

export const fr = {
  account,
  announcements,
  apps,
  audit,
  auth,
  authoring,
  billing,
  catalogue,
  charts,
  commands,
  common,
  connections,
  dashboards,
  deliveries,
  developers,
  drafts,
  embeds,
  fleet,
  help,
  home,
  model,
  notifications,
  ownSheets,
  payments,
  people,
  reloads,
  runs,
  settings,
  sheetEditor,
  shell,
  templates,
  tenants,
  tracing,
  viewing,
} satisfies Partly<Messages>;
