import { z } from "zod";

/** Rows of one upload; more go by `tenantry tenants apply`. Browser-safe, like everything here. */
export const MAX_ONBOARD = 500;

/** Variables of the portal's own environment that an upload may name; every other secret is asked for. */
export const SECRET_PREFIX = "SOURCE_SECRET_";

export const onboardFile = {
  /** The file's text: YAML or JSON as a tenants file, or CSV. */
  file: z.string().min(1, "is empty").max(2_000_000, "has more than 2 MB"),
  fileName: z.string().min(1).max(200).default("tenants.yaml"),
  format: z.enum(["yaml", "csv"]),
};

export const onboardPreviewInput = z.strictObject(onboardFile);
export type OnboardPreviewInput = z.input<typeof onboardPreviewInput>;

export const onboardStartInput = z.strictObject({
  ...onboardFile,
  /** Go on with the rows that are well; without it, one bad row stops all. */
  withoutBad: z.boolean().default(false),
  /** Values of the secrets the preview asked for, by variable. */
  secrets: z.record(z.string().max(200), z.string().max(20_000)).default({}),
});
export type OnboardStartInput = z.input<typeof onboardStartInput>;
