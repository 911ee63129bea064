import { z } from "zod";
import { mappingInput } from "@/server/apps";
import { planByRef } from "@/server/plans";
import { displayName } from "@/server/shared/display-name";
import { isAppError } from "@/server/shared/errors";
import { strict } from "@/server/shared/strict";
import {
  type FileIssue,
  fileError,
  parseYaml,
  type YamlDocument,
  type YamlSource,
} from "@/server/shared/yaml";
import { schedule, templateRef, text } from "@/server/templates";
import { branding, languageTag, tenantName, tenantSlug } from "@/server/tenants/schemas";
import { checkReferences } from "./tenants-file-check";

const groupName = displayName;
const objectName = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9 _.-]{0,62}$/,
    "must hold only letters, digits, blanks and _ . - (63 at most)",
  );

/** Where a secret's value comes from: never the value itself. */
const secret = strict({
  env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be the name of an environment variable"),
});

const connection = strict({
  name: objectName,
  kind: z.string().min(1).max(40).describe("Kind of source: sqlite, postgres, files, …"),
  properties: z.record(z.string(), z.unknown()).default({}),
  secret: secret.optional(),
});

const space = strict({
  name: objectName,
  kind: z.enum(["shared", "managed"]),
  rights: z.record(groupName, z.enum(["view", "edit", "manage"])).default({}),
});

const member = strict({
  email: z.email("is not an e-mail address").transform((e) => e.toLowerCase()),
  name: displayName.optional(),
  role: z.enum(["admin", "author", "viewer"]).default("viewer"),
  groups: z.array(groupName).default([]),
});

const key = strict({
  kid: z.string().min(1).max(200),
  publicJwk: z
    .record(z.string(), z.unknown())
    .refine((k) => k.kty === "RSA", { error: 'must be an RSA key ("kty": "RSA")' })
    .refine((k) => !("d" in k), { error: "is a private key: give the public half only" }),
  from: z.iso.datetime({ offset: true }),
  until: z.iso.datetime({ offset: true }).optional(),
});

const app = strict({
  template: templateRef,
  title: text.optional(),
  connections: z
    .record(z.string(), z.string())
    .default({})
    .describe("Slot of the template → name of a connection"),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  tables: z.record(z.string(), mappingInput).default({}).describe("Table of the template → this customer's"),
  publish: z.boolean().default(true),
  space: objectName.optional().describe("Managed space to publish in; the first one, where absent"),
  schedule: z
    .union([schedule, z.literal(false)])
    .optional()
    .describe("false: none, also where the template has one"),
});

const tenant = strict({
  slug: tenantSlug,
  name: tenantName,
  plan: z.string().min(1).max(100),
  platform: z.string().min(1).max(40).default("built-in"),
  region: z.string().trim().min(1).max(60).default("local"),
  language: languageTag,
  branding: branding.default({}),
  identity: strict({ keys: z.array(key).min(1) }).optional(),
  groups: z.array(groupName).default([]),
  spaces: z.array(space).optional(),
  members: z.array(member).default([]),
  connections: z.array(connection).default([]),
  apps: z.array(app).default([]),
});

/** `tenants.yaml`: customers as they shall be. */
export const tenantsFile = strict({
  tenants: z.array(tenant).min(1, "names no tenant").max(10_000),
}).meta({ title: "Tenants file" });

export type TenantsFile = z.infer<typeof tenantsFile>;
export type TenantEntry = TenantsFile["tenants"][number];

const CODE = "tenants.file";

/**
 * Parses a tenants file and checks every name in it against the others.
 * @throws `tenants.file` whose issues name file, line, column and path
 */
export function parseTenantsFile(source: YamlSource): YamlDocument<TenantsFile> {
  const document = parseYaml(tenantsFile, source, CODE);
  const issues = [...checkReferences(document), ...unknownPlans(document)];
  if (issues.length > 0) throw fileError(CODE, issues);
  return document;
}

function unknownPlans(document: YamlDocument<TenantsFile>): FileIssue[] {
  return document.value.tenants.flatMap((t, i) => {
    try {
      planByRef(t.plan);
      return [];
    } catch (error) {
      if (!isAppError(error)) throw error;
      return [
        document.issue(["tenants", i, "plan"], `${error.message} ${error.options.advice ?? ""}`.trim()),
      ];
    }
  });
}

/** Names of the environment variables a file's secrets come from. */
export function secretNames(file: TenantsFile): string[] {
  const names = file.tenants.flatMap((t) => t.connections.flatMap((c) => (c.secret ? [c.secret.env] : [])));
  return [...new Set(names)].sort();
}
