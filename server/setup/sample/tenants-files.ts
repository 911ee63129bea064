import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse, stringify } from "yaml";
import { type Manifest, manifest } from "@/server/templates";
import { connectionTo } from "./connections";
import type { SampleCustomer } from "./customers";
import { type SampleDatabase, type SampleOptions, samplePlaces } from "./make";
import { mappingOf } from "./mapping";
import { SAMPLE_TEMPLATES, sampleTemplateFolders } from "./templates";

/** A tenants file as `applyTenants` takes it. */
export interface SampleTenantsFile {
  slug: string;
  /** Absolute path of the file written. */
  fileName: string;
  /** Its text. */
  file: string;
  /** Environment variable → value of the secrets it names. */
  secrets: Record<string, string>;
}

export interface TenantsFileOptions extends SampleOptions {
  /** Ids of the templates each customer gets; all by default. */
  templates?: readonly string[];
}

/**
 * Writes a tenants file for each sample customer below `folder` (where their databases are, too) and returns them in
 * the order of `SAMPLE_CUSTOMERS`; the first is the one a new portal provisions.
 */
export function sampleTenantsFiles(folder: string, options: TenantsFileOptions = {}): SampleTenantsFile[] {
  const wanted = options.templates ?? SAMPLE_TEMPLATES;
  const templates = sampleManifests().filter((m) => wanted.includes(m.id));
  mkdirSync(folder, { recursive: true });
  return samplePlaces(folder, options).map((database) => writeTenantsFile(folder, database, templates));
}

/** The manifests of the sample templates. */
export function sampleManifests(): Manifest[] {
  return sampleTemplateFolders().map((f) =>
    manifest.parse(parse(readFileSync(join(f, "template.yaml"), "utf8"))),
  );
}

function writeTenantsFile(folder: string, { customer, place }: SampleDatabase, templates: Manifest[]) {
  const { connection, secrets, schema } = connectionTo(place, "Shop");
  // Without a server the customer with PostgreSQL has the same names in a SQLite file.
  const where = customer.company ? [{ column: "company", op: "=" as const, value: customer.company }] : [];
  const apps = templates.map((template) => {
    const tables = mappingOf(template.tables, customer.renaming, schema, where);
    return {
      template: `${template.id}@${template.version}`,
      connections: { shop: connection.name },
      ...(Object.keys(tables).length > 0 ? { tables } : {}),
    };
  });
  const file = `# ${customer.name}, a sample customer. Made by the sample world; change a copy of it.\n${stringify(
    { tenants: [{ ...described(customer), connections: [connection], apps }] },
    { aliasDuplicateObjects: false, lineWidth: 110 },
  )}`;
  const fileName = resolve(folder, `${customer.slug}.yaml`);
  writeFileSync(fileName, file);
  return { slug: customer.slug, fileName, file, secrets };
}

function described({ slug, name, plan, region, language, color }: SampleCustomer) {
  const domain = `${slug}.example`;
  return {
    slug,
    name,
    plan,
    region,
    language,
    branding: { color },
    groups: ["Management", "Sales", "Warehouse", "Finance"],
    members: [
      { email: `admin@${domain}`, name: "Robin Admin", role: "admin", groups: ["Management"] },
      { email: `author@${domain}`, name: "Sam Author", role: "author", groups: ["Sales", "Warehouse"] },
      { email: `viewer@${domain}`, name: "Kim Viewer", role: "viewer", groups: ["Finance"] },
    ],
  };
}
