import type { Partly } from "./complete";
import account from "./de/account.json";
import announcements from "./de/announcements.json";
import apps from "./de/apps.json";
import audit from "./de/audit.json";
import auth from "./de/auth.json";
import authoring from "./de/authoring.json";
import billing from "./de/billing.json";
import catalogue from "./de/catalogue.json";
import charts from "./de/charts.json";
import commands from "./de/commands.json";
import common from "./de/common.json";
import connections from "./de/connections.json";
import dashboards from "./de/dashboards.json";
import deliveries from "./de/deliveries.json";
import developers from "./de/developers.json";
import drafts from "./de/drafts.json";
import embeds from "./de/embeds.json";
import fleet from "./de/fleet.json";
import help from "./de/help.json";
import home from "./de/home.json";
import model from "./de/model.json";
import notifications from "./de/notifications.json";
import ownSheets from "./de/own-sheets.json";
import payments from "./de/payments.json";
import people from "./de/people.json";
import reloads from "./de/reloads.json";
import runs from "./de/runs.json";
import settings from "./de/settings.json";
import sheetEditor from "./de/sheet-editor.json";
import shell from "./de/shell.json";
import templates from "./de/templates.json";
import tenants from "./de/tenants.json";
import tracing from "./de/tracing.json";
import viewing from "./de/viewing.json";
import type { Messages } from "./en";

export const de = {
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
