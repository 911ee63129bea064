import type { RestRoute } from "../route";
import { apiKeyRoutes } from "./api-keys";
import { metaRoutes } from "./meta";
import { ownerRoutes } from "./owners";
import { tenantRoutes } from "./tenants";

/** Every operation below `/api/v1`. */
export const restRoutes: readonly RestRoute[] = [
  ...metaRoutes,
  ...ownerRoutes,
  ...apiKeyRoutes,
  ...tenantRoutes,
];
