import type { Partly } from "./complete";
import apps from "./de/apps.json";
import auth from "./de/auth.json";
import charts from "./de/charts.json";
import commands from "./de/commands.json";
import common from "./de/common.json";
import connections from "./de/connections.json";
import dashboards from "./de/dashboards.json";
import developers from "./de/developers.json";
import drafts from "./de/drafts.json";
import embeds from "./de/embeds.json";
import fleet from "./de/fleet.json";
import help from "./de/help.json";
import home from "./de/home.json";
import model from "./de/model.json";
import reloads from "./de/reloads.json";
import runs from "./de/runs.json";
import settings from "./de/settings.json";
import shell from "./de/shell.json";
import templates from "./de/templates.json";
import tenants from "./de/tenants.json";
import type { Messages } from "./en";

export const de = {
  apps,
  auth,
  charts,
  commands,
  common,
  connections,
  dashboards,
  developers,
  drafts,
  embeds,
  fleet,
  help,
  home,
  model,
  reloads,
  runs,
  settings,
  shell,
  templates,
  tenants,
} satisfies Partly<Messages>;
