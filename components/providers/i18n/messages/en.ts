import account from "./en/account.json";
import announcements from "./en/announcements.json";
import apps from "./en/apps.json";
import audit from "./en/audit.json";
import auth from "./en/auth.json";
import authoring from "./en/authoring.json";
import billing from "./en/billing.json";
import catalogue from "./en/catalogue.json";
import charts from "./en/charts.json";
import commands from "./en/commands.json";
import common from "./en/common.json";
import connections from "./en/connections.json";
import dashboards from "./en/dashboards.json";
import deliveries from "./en/deliveries.json";
import developers from "./en/developers.json";
import drafts from "./en/drafts.json";
import embeds from "./en/embeds.json";
import fleet from "./en/fleet.json";
import help from "./en/help.json";
import home from "./en/home.json";
import model from "./en/model.json";
import notifications from "./en/notifications.json";
import ownSheets from "./en/own-sheets.json";
import payments from "./en/payments.json";
import people from "./en/people.json";
import reloads from "./en/reloads.json";
import runs from "./en/runs.json";
import settings from "./en/settings.json";
import sheetEditor from "./en/sheet-editor.json";
import shell from "./en/shell.json";
import templates from "./en/templates.json";
import tenants from "./en/tenants.json";
import tracing from "./en/tracing.json";
import viewing from "./en/viewing.json";

export const en = {
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
};

export type Messages = typeof en;
