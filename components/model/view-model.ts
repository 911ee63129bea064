import type { DataModel, FieldType, KeySide, ModelKey } from "@/server/platform/model";

/** A data model as it is drawn: tables (synthetic ones too) and one line per pair of tables that are linked. */
export interface ViewModel {
  tables: ViewTable[];
  links: ViewLink[];
}

export interface ViewTable {
  name: string;
  /** The table of a synthetic key's combinations. */
  synthetic: boolean;
  /** Taken out of a circle: some of its links do not count. */
  loosened: boolean;
  rows: number;
  /** Keys first, else in the script's order. */
  fields: ViewField[];
  tags: string[];
  comment?: string;
}

export interface ViewField {
  name: string;
  type: FieldType;
  key: KeySide["quality"] | null;
  /** Different values in this table; null where they were not counted. */
  distinct: number | null;
  nulls: number | null;
  /** Share of rows with a value, 0 to 1. */
  density: number | null;
  /** Share of all different values of the field that this table has, 0 to 1; of keys only. */
  subset: number | null;
  /** Rows whose value no other table has; of keys only. */
  danglingRows: number | null;
  danglingValues: number | null;
  /** Other tables that have it. */
  elsewhere: string[];
  format?: string;
  tags: string[];
  comment?: string;
}

export interface ViewLink {
  id: string;
  from: string;
  to: string;
  fields: string[];
  /** It does not count, so that a circle is open. */
  loosened: boolean;
}

export function viewModel(model: DataModel): ViewModel {
  const loose = new Set((model.loosened ?? []).map((l) => l.table));
  const real = model.tables.map((table) => ({
    name: table.name,
    synthetic: false,
    loosened: loose.has(table.name),
    rows: table.rows,
    fields: keysFirst(table.fields.map((name) => fieldOf(model, table.name, name))),
    tags: table.tags ?? [],
    ...(table.comment ? { comment: table.comment } : {}),
  }));
  const synthetic = model.syntheticKeys.flatMap(({ name, fields }): ViewTable[] => {
    if (!name) return [];
    const key = keyOf(model, fields);
    return [
      {
        name,
        synthetic: true,
        loosened: loose.has(name),
        rows: key?.distinct ?? 0,
        tags: [],
        fields: fields.map((field) => ({
          ...fieldOf(model, name, field),
          key: "any",
          elsewhere: model.fields.find((f) => f.name === field)?.tables ?? [],
        })),
      },
    ];
  });
  return { tables: [...real, ...synthetic], links: linksOf(model) };
}

function fieldOf(model: DataModel, table: string, name: string): ViewField {
  const field = model.fields.find((f) => f.name === name);
  const home = model.tables.find((t) => t.name === table);
  const column = home?.columns?.find((c) => c.field === name);
  const key = field?.key ? keyOf(model, [name]) : undefined;
  const side = key?.sides.find((s) => s.table === table);
  const rows = home?.rows ?? 0;
  return {
    name,
    type: field?.type ?? "text",
    key: field?.key ? (side?.quality ?? "any") : null,
    distinct: column?.distinct ?? null,
    nulls: column?.nulls ?? null,
    density: column && rows > 0 ? (rows - column.nulls) / rows : null,
    subset: side && key && key.distinct > 0 ? side.distinct / key.distinct : null,
    danglingRows: side?.danglingRows ?? null,
    danglingValues: side?.danglingValues ?? null,
    elsewhere: (field?.tables ?? []).filter((t) => t !== table),
    tags: field?.tags ?? [],
    ...(field?.format ? { format: field.format } : {}),
    ...(field?.comment ? { comment: field.comment } : {}),
  };
}

export function keyOf(model: DataModel, fields: readonly string[]): ModelKey | undefined {
  return model.keys?.find(
    (k) => k.fields.length === fields.length && k.fields.every((f) => fields.includes(f)),
  );
}

function keysFirst(fields: ViewField[]): ViewField[] {
  return [...fields.filter((f) => f.key), ...fields.filter((f) => !f.key)];
}

/** Every table of a synthetic key meets the others at its own table; of a field in many tables, each meets one. */
function linksOf(model: DataModel): ViewLink[] {
  const links = new Map<string, ViewLink>();
  const isLoose = (table: string, fields: readonly string[]) =>
    (model.loosened ?? []).some((l) => l.table === table && fields.some((f) => l.fields.includes(f)));
  const add = (from: string, to: string, fields: readonly string[]) => {
    const id = JSON.stringify([from, to].sort());
    const known = links.get(id);
    links.set(id, {
      id,
      from,
      to,
      fields: [...new Set([...(known?.fields ?? []), ...fields])],
      loosened: (known?.loosened ?? false) || isLoose(from, fields) || isLoose(to, fields),
    });
  };
  for (const { name, tables, fields } of model.syntheticKeys)
    if (name) for (const table of tables) add(table, name, fields);
  for (const field of model.fields.filter((f) => f.key)) {
    const holders = meeting(model, field.name, field.tables);
    const hub = hubOf(model, field.name, holders, (t) => isLoose(t, [field.name]));
    for (const holder of holders) if (holder !== hub && hub) add(holder, hub, [field.name]);
  }
  return [...links.values()];
}

/** Tables that meet at a field; those of a synthetic key are stood for by its table. */
function meeting(model: DataModel, field: string, tables: readonly string[]): string[] {
  const keys = model.syntheticKeys.filter((s) => s.name && s.fields.includes(field));
  const covered = new Set(keys.flatMap((s) => s.tables));
  return [...tables.filter((t) => !covered.has(t)), ...keys.flatMap((s) => s.name ?? [])];
}

/** Where the lines of a field meet: a table that has each value once, and is not loosened there. */
function hubOf(
  model: DataModel,
  field: string,
  holders: readonly string[],
  isLoose: (table: string) => boolean,
): string | undefined {
  const sides = keyOf(model, [field])?.sides ?? [];
  const rank = (table: string) => {
    const quality = sides.find((s) => s.table === table)?.quality ?? "any";
    return (isLoose(table) ? 10 : 0) + ["perfect", "primary", "any"].indexOf(quality);
  };
  return [...holders].sort((a, b) => rank(a) - rank(b))[0];
}
