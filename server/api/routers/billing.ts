import {
  billingFleet,
  bookPayment,
  changeBillingSettings,
  changeCostModel,
  changeSubscription,
  creditInvoice,
  fleetTenants,
  getBillingSettings,
  getCostModel,
  getInvoice,
  getSubscription,
  giveUpInvoice,
  listInvoices,
  previewChange,
  rehearseBilling,
  startBilling,
  startSubscription,
  upcomingInvoice,
  voidInvoice,
  whatIf,
} from "@/server/billing";
import { costModel } from "@/server/billing/cost-model";
import {
  billingSettings,
  bookPaymentInput,
  changeSubscriptionInput,
  closeInvoiceInput,
  creditInvoiceInput,
  fleetTenantsInput,
  invoiceIdInput,
  listInvoicesInput,
  previewChangeInput,
  rehearseInput,
  startSubscriptionInput,
  tenantInput,
  whatIfInput,
} from "@/server/billing/schemas";
import { procedure, router } from "../trpc";

export const billing = router({
  settings: procedure.query(({ ctx }) => getBillingSettings(ctx.ctx)),
  changeSettings: procedure
    .input(billingSettings)
    .mutation(({ ctx, input }) => changeBillingSettings(ctx.ctx, input)),
  subscription: procedure.input(tenantInput).query(({ ctx, input }) => getSubscription(ctx.ctx, input)),
  upcoming: procedure.input(tenantInput).query(({ ctx, input }) => upcomingInvoice(ctx.ctx, input)),
  start: procedure
    .input(startSubscriptionInput)
    .mutation(({ ctx, input }) => startSubscription(ctx.ctx, input)),
  preview: procedure.input(previewChangeInput).query(({ ctx, input }) => previewChange(ctx.ctx, input)),
  change: procedure
    .input(changeSubscriptionInput)
    .mutation(({ ctx, input }) => changeSubscription(ctx.ctx, input)),
  invoices: procedure.input(listInvoicesInput).query(({ ctx, input }) => listInvoices(ctx.ctx, input)),
  invoice: procedure.input(invoiceIdInput).query(({ ctx, input }) => getInvoice(ctx.ctx, input)),
  pay: procedure.input(bookPaymentInput).mutation(({ ctx, input }) => bookPayment(ctx.ctx, input)),
  void: procedure.input(closeInvoiceInput).mutation(({ ctx, input }) => voidInvoice(ctx.ctx, input)),
  giveUp: procedure.input(closeInvoiceInput).mutation(({ ctx, input }) => giveUpInvoice(ctx.ctx, input)),
  credit: procedure.input(creditInvoiceInput).mutation(({ ctx, input }) => creditInvoice(ctx.ctx, input)),
  fleet: procedure.query(({ ctx }) => billingFleet(ctx.ctx)),
  fleetTenants: procedure.input(fleetTenantsInput).query(({ ctx, input }) => fleetTenants(ctx.ctx, input)),
  costModel: procedure.query(({ ctx }) => getCostModel(ctx.ctx)),
  changeCostModel: procedure.input(costModel).mutation(({ ctx, input }) => changeCostModel(ctx.ctx, input)),
  rehearse: procedure.input(rehearseInput).query(({ ctx, input }) => rehearseBilling(ctx.ctx, input)),
  whatIf: procedure.input(whatIfInput).query(({ ctx, input }) => whatIf(ctx.ctx, input)),
  run: procedure.mutation(({ ctx }) => startBilling(ctx.ctx)),
});
