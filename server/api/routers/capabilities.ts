import {
  askForCapability,
  askForCapabilityInput,
  setCapability,
  setCapabilityInput,
  tenantCapabilities,
  tenantCapabilitiesInput,
} from "@/server/capabilities";
import { procedure, router } from "../trpc";

export const capabilities = router({
  list: procedure
    .input(tenantCapabilitiesInput)
    .query(({ ctx, input }) => tenantCapabilities(ctx.ctx, input)),
  set: procedure.input(setCapabilityInput).mutation(({ ctx, input }) => setCapability(ctx.ctx, input)),
  ask: procedure.input(askForCapabilityInput).mutation(({ ctx, input }) => askForCapability(ctx.ctx, input)),
});
