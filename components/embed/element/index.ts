import { TenantryApp } from "./tenantry-app";

if (!customElements.get("tenantry-app")) customElements.define("tenantry-app", TenantryApp);
