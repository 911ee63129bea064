export { pauseDelivery, removeDelivery, sendDeliveryNow } from "./change";
export { putAllOnClock } from "./clock";
export { createDelivery, MOST_DELIVERIES } from "./create";
export { registerDeliveries } from "./define";
export { type MakeFile, MOST_FAILURES } from "./deliver";
export type { Delivery, TenantDelivery } from "./delivery";
export { unsubscribeLink } from "./link";
export { listDeliveries, listTenantDeliveries } from "./list";
export { deliveryMayLeave } from "./may-leave";
export {
  createDeliveryInput,
  deliveryIdInput,
  pauseDeliveryInput,
  tenantDeliveriesInput,
  unsubscribeInput,
} from "./schemas";
export { type OpenUnsubscribe, openUnsubscribe, unsubscribe } from "./unsubscribe";
