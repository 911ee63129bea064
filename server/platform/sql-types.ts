import type { Dialect } from "./dialect";

type Meaning = "text" | "integer" | "number" | "boolean" | "date" | "timestamp";

const WORDS: [RegExp, Meaning][] = [
  [/^(big|small)?int(eger)?$|^id$|^count$/, "integer"],
  [/^(number|numeric|decimal|double|real|float|money|amount)/, "number"],
  [/^bool/, "boolean"],
  [/^(timestamp|datetime)/, "timestamp"],
  [/^date/, "date"],
];

const TYPES: Record<Dialect["name"], Record<Meaning, string>> = {
  sqlite: {
    text: "TEXT",
    integer: "INTEGER",
    number: "REAL",
    boolean: "INTEGER",
    date: "TEXT",
    timestamp: "TEXT",
  },
  postgres: {
    text: "text",
    integer: "bigint",
    number: "double precision",
    boolean: "boolean",
    date: "date",
    timestamp: "timestamp",
  },
  duckdb: {
    text: "VARCHAR",
    integer: "BIGINT",
    number: "DOUBLE",
    boolean: "BOOLEAN",
    date: "DATE",
    timestamp: "TIMESTAMP",
  },
  mysql: {
    text: "CHAR",
    integer: "SIGNED",
    number: "DOUBLE",
    boolean: "SIGNED",
    date: "DATE",
    timestamp: "DATETIME",
  },
  sqlserver: {
    text: "nvarchar(max)",
    integer: "bigint",
    number: "float",
    boolean: "bit",
    date: "date",
    timestamp: "datetime2",
  },
};

/** NULL of the type a template's column declares (`text` where it declares none or one of its own). */
export function nullOf(type: string | undefined, dialect: Dialect): string {
  const word = (type ?? "text").trim().toLowerCase();
  const meaning = WORDS.find(([pattern]) => pattern.test(word))?.[1] ?? "text";
  return `CAST(NULL AS ${TYPES[dialect.name][meaning]})`;
}
