import {
  createDelivery,
  createDeliveryInput,
  deliveryIdInput,
  listDeliveries,
  listTenantDeliveries,
  openUnsubscribe,
  pauseDelivery,
  pauseDeliveryInput,
  removeDelivery,
  sendDeliveryNow,
  tenantDeliveriesInput,
  unsubscribe,
  unsubscribeInput,
} from "@/server/deliveries";
import { openProcedure, personalProcedure, procedure, router } from "../trpc";

export const deliveries = router({
  list: personalProcedure.query(({ ctx }) => listDeliveries(ctx.ctx)),
  create: personalProcedure
    .input(createDeliveryInput)
    .mutation(({ ctx, input }) => createDelivery(ctx.ctx, input)),
  sendNow: personalProcedure
    .input(deliveryIdInput)
    .mutation(({ ctx, input }) => sendDeliveryNow(ctx.ctx, input)),
  ofTenant: procedure
    .input(tenantDeliveriesInput)
    .query(({ ctx, input }) => listTenantDeliveries(ctx.ctx, input)),
  pause: procedure.input(pauseDeliveryInput).mutation(({ ctx, input }) => pauseDelivery(ctx.ctx, input)),
  remove: procedure.input(deliveryIdInput).mutation(({ ctx, input }) => removeDelivery(ctx.ctx, input)),
  openLink: openProcedure
    .input(unsubscribeInput)
    // A mutation: what opens is never in an address.
    .mutation(({ ctx, input }) => openUnsubscribe(ctx.services, input)),
  unsubscribe: openProcedure
    .input(unsubscribeInput)
    .mutation(({ ctx, input }) => unsubscribe(ctx.services, input)),
});
