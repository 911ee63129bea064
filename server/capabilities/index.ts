export { askForCapability } from "./ask";
export { can, moduleRefusal, requireCapability } from "./can";
export { type TenantCapabilities, type TenantCapability, tenantCapabilities } from "./list";
export {
  askForCapabilityInput,
  type Capability,
  setCapabilityInput,
  tenantCapabilitiesInput,
} from "./schemas";
export { setCapability } from "./set";
