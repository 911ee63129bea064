import type { RestRoute } from "../route";
import { announcementRoutes } from "./announcements";
import { apiKeyRoutes } from "./api-keys";
import { appRoutes } from "./apps";
import { auditRoutes } from "./audit";
import { billingRoutes } from "./billing";
import { bookmarkRoutes } from "./bookmarks";
import { capabilityRoutes } from "./capabilities";
import { connectionRoutes } from "./connections";
import { couponRoutes } from "./coupons";
import { deliveryRoutes } from "./deliveries";
import { embedRoutes } from "./embeds";
import { fieldClassRoutes } from "./field-classes";
import { fileRoutes } from "./files";
import { groupRoutes } from "./groups";
import { memberRoutes } from "./members";
import { metaRoutes } from "./meta";
import { ownerRoutes } from "./owners";
import { planRoutes } from "./plans";
import { reloadRoutes } from "./reloads";
import { runRoutes } from "./runs";
import { sheetRoutes } from "./sheets";
import { templateDraftRoutes } from "./template-drafts";
import { templateRoutes } from "./templates";
import { tenantRoutes } from "./tenants";
import { usageRoutes } from "./usage";

/** Every operation below `/api/v1`. */
export const restRoutes: readonly RestRoute[] = [
  ...metaRoutes,
  ...ownerRoutes,
  ...apiKeyRoutes,
  ...tenantRoutes,
  ...templateRoutes,
  ...templateDraftRoutes,
  ...connectionRoutes,
  ...appRoutes,
  ...bookmarkRoutes,
  ...sheetRoutes,
  ...reloadRoutes,
  ...runRoutes,
  ...memberRoutes,
  ...groupRoutes,
  ...fieldClassRoutes,
  ...deliveryRoutes,
  ...capabilityRoutes,
  ...embedRoutes,
  ...fileRoutes,
  ...planRoutes,
  ...usageRoutes,
  ...billingRoutes,
  ...couponRoutes,
  ...announcementRoutes,
  ...auditRoutes,
];
