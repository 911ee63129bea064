import auth from "./en/auth.json";
import common from "./en/common.json";
import reloads from "./en/reloads.json";
import runs from "./en/runs.json";
import shell from "./en/shell.json";
import tenants from "./en/tenants.json";

const en = { auth, common, reloads, runs, shell, tenants };

export const messages = { en };

export type Messages = typeof en;
