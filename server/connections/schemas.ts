import { z } from "zod";
import { pageInput } from "@/server/shared/pagination";

/** Inputs of the connection verbs. Browser-safe. */
export const connectionName = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9 _.-]{0,62}$/,
    "use letters, digits, blanks and _ . - (63 at most); begin with a letter or digit",
  );

const properties = z.record(z.string().max(100), z.unknown());
const secret = z.string().min(1).max(20_000);

export const createConnectionInput = z.strictObject({
  tenantId: z.string(),
  name: connectionName,
  kind: z.string().min(1).max(40),
  properties: properties.default({}),
  secret: secret.optional(),
});
export type CreateConnectionInput = z.input<typeof createConnectionInput>;

/** `updatedAt` of the connection as the person last saw it; where it is another now, the change is refused. */
export const seenConnection = z.coerce.date().optional();

export const updateConnectionInput = z.strictObject({
  id: z.string(),
  seen: seenConnection,
  properties: properties.optional(),
  /** null takes the secret away; absent keeps it. */
  secret: z.union([secret, z.null()]).optional(),
});
export type UpdateConnectionInput = z.input<typeof updateConnectionInput>;

export const listConnectionsInput = z.strictObject({ ...pageInput, tenantId: z.string().optional() });
export type ListConnectionsInput = z.input<typeof listConnectionsInput>;

export const connectionIdInput = z.strictObject({ id: z.string().min(1).max(60) });

/** A stored connection by id, or one that is still being typed in. */
export const testConnectionInput = z.union([
  connectionIdInput,
  createConnectionInput.omit({ name: true }).extend({ name: connectionName.optional() }),
]);
export type TestConnectionInput = z.input<typeof testConnectionInput>;

const tableName = z.string().min(1).max(600);
const columnName = z.string().min(1).max(256);

export const connectionColumnsInput = z.strictObject({ id: z.string().min(1).max(60), table: tableName });

const scalar = z.union([z.string().max(4000), z.number(), z.boolean()]);
const condition = z.strictObject({
  column: columnName,
  op: z.enum(["=", "<>", "<", "<=", ">", ">=", "in", "not in", "between", "is null", "is not null", "like"]),
  value: z.union([scalar, z.null(), z.array(scalar).max(1000)]).optional(),
});

/** A table as a template declares it, and what it is in this source: what a script's `$(table)` will stand for. */
export const countRowsInput = z.strictObject({
  id: z.string().min(1).max(60),
  table: z.strictObject({
    name: z.string().min(1).max(128),
    columns: z
      .array(
        z.strictObject({
          name: columnName,
          type: z.string().max(40).optional(),
          optional: z.boolean().optional(),
        }),
      )
      .max(1000),
  }),
  mapping: z
    .strictObject({
      table: tableName.optional(),
      /** Template column → this source's; "" leaves it out. */
      columns: z.record(columnName, z.string().max(256)).optional(),
      where: z.array(condition).max(50).optional(),
    })
    .default({}),
});
export type CountRowsInput = z.input<typeof countRowsInput>;
