export { type Swept, sweepRetention, sweepTenant } from "./sweep";
