import { account } from "./routers/account";
import { announcements } from "./routers/announcements";
import { apiKeys } from "./routers/api-keys";
import { apps } from "./routers/apps";
import { audit } from "./routers/audit";
import { billing } from "./routers/billing";
import { bookmarks } from "./routers/bookmarks";
import { capabilities } from "./routers/capabilities";
import { connections } from "./routers/connections";
import { deliveries } from "./routers/deliveries";
import { drafts } from "./routers/drafts";
import { embeds } from "./routers/embeds";
import { fleet } from "./routers/fleet";
import { home } from "./routers/home";
import { invitations } from "./routers/invitations";
import { mails } from "./routers/mails";
import { members } from "./routers/members";
import { notifications } from "./routers/notifications";
import { onboarding } from "./routers/onboarding";
import { passwordResets } from "./routers/password-resets";
import { plans } from "./routers/plans";
import { reloads } from "./routers/reloads";
import { runs } from "./routers/runs";
import { search } from "./routers/search";
import { settings } from "./routers/settings";
import { sheets } from "./routers/sheets";
import { templates } from "./routers/templates";
import { tenants } from "./routers/tenants";
import { usage } from "./routers/usage";
import { users } from "./routers/users";
import { viewing } from "./routers/viewing";
import { createCallerFactory, router } from "./trpc";

export const appRouter = router({
  account,
  apiKeys,
  apps,
  audit,
  announcements,
  billing,
  bookmarks,
  capabilities,
  connections,
  embeds,
  deliveries,
  drafts,
  fleet,
  home,
  invitations,
  mails,
  members,
  notifications,
  onboarding,
  passwordResets,
  plans,
  reloads,
  runs,
  search,
  settings,
  sheets,
  templates,
  tenants,
  usage,
  users,
  viewing,
});

export type AppRouter = typeof appRouter;

export const createCaller = createCallerFactory(appRouter);
