import { AppError } from "@/server/shared/errors";
import type { Dialect } from "./dialect";

type Name = Dialect["name"];

/** PostgreSQL cuts longer names silently, which would turn one column into another. */
const POSTGRES_NAME_BYTES = 63;

function checkText(text: string, what: "name" | "value"): void {
  if (text.includes("\0") || !text.isWellFormed())
    throw new AppError(
      "invalid",
      `source.${what}`,
      `The ${what} ${JSON.stringify(text)} holds a character no database accepts here (NUL or half a surrogate pair).`,
      { advice: "Remove that character.", params: { [what]: text } },
    );
}

function checkName(name: string, dialect: Name): void {
  if (name === "")
    throw new AppError("invalid", "source.name", "A table or column name is empty.", {
      advice: "Write the name as the database has it.",
    });
  checkText(name, "name");
  if (dialect === "postgres" && Buffer.byteLength(name) > POSTGRES_NAME_BYTES)
    throw new AppError(
      "invalid",
      "source.name",
      `The name "${name.slice(0, 40)}…" is longer than the ${POSTGRES_NAME_BYTES} bytes PostgreSQL keeps of a name.`,
      { advice: "Use the shortened name the database shows.", params: { name } },
    );
}

/**
 * A number as SQL. DuckDB reads a plain fraction as an exact decimal, which fits decimal columns; with more digits
 * than a double holds exactly the way back to a double would round twice, so those are written as doubles.
 */
function numberLiteral(value: number, dialect: Name): string {
  if (!Number.isFinite(value))
    throw new AppError("invalid", "source.value", `${value} is not a number SQL knows.`, {
      advice: "Use a finite number.",
    });
  const text = String(value === 0 ? 0 : value);
  if (dialect !== "duckdb" || !text.includes(".") || text.includes("e")) return text;
  return text.replace(/[-.]|^-?0\.0*/g, "").length > 15 ? `${text}e0` : text;
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

/**
 * Text is cut inside `$(` and joined again by the database, so that no literal can be taken for a script's dollar
 * expansion, whatever a customer is called.
 */
function cutAtDollar(text: string, encode: (part: string) => string, join: string): string {
  const parts = text.split(/(?<=\$)(?=\()/);
  return parts.length === 1 ? encode(text) : `(${parts.map(encode).join(join)})`;
}

const TEXT: Record<Name, (text: string) => string> = {
  sqlite: (text) => cutAtDollar(text, quoted, " || "),
  duckdb: (text) => cutAtDollar(text, quoted, " || "),
  // Right whatever standard_conforming_strings says.
  postgres: (text) =>
    cutAtDollar(
      text,
      (part) => (part.includes("\\") ? `E${quoted(part.replaceAll("\\", "\\\\"))}` : quoted(part)),
      " || ",
    ),
  // Hexadecimal is right whatever NO_BACKSLASH_ESCAPES and the connection's character set say.
  mysql: (text) =>
    /^[\w .,:+@-]*$/.test(text) ? quoted(text) : `_utf8mb4 x'${Buffer.from(text).toString("hex")}'`,
  // A backslash before a line end would join the two lines.
  sqlserver: (text) => {
    const parts = text.split(/(?<=\$)(?=\()|(?<=\\)(?=[\r\n])/);
    const encoded = parts.map((part) => `N${quoted(part)}`).join(" + ");
    return parts.length === 1 ? encoded : `(${encoded})`;
  },
};

const NAME: Record<Name, (name: string) => string> = {
  sqlite: (name) => `"${name.replaceAll('"', '""')}"`,
  duckdb: (name) => `"${name.replaceAll('"', '""')}"`,
  postgres: (name) => `"${name.replaceAll('"', '""')}"`,
  mysql: (name) => `\`${name.replaceAll("`", "``")}\``,
  sqlserver: (name) => `[${name.replaceAll("]", "]]")}]`,
};

const HAS_BOOLEAN = new Set<Name>(["postgres", "duckdb", "mysql"]);

function dialect(name: Name): Dialect {
  return {
    name,
    identifier(text) {
      checkName(text, name);
      return NAME[name](text);
    },
    literal(value) {
      if (value === null) return "NULL";
      if (typeof value === "number") return numberLiteral(value, name);
      if (typeof value === "boolean")
        return HAS_BOOLEAN.has(name) ? String(value).toUpperCase() : value ? "1" : "0";
      checkText(value, "value");
      return TEXT[name](value);
    },
  };
}

/** How each database quotes names and values. Throws `source.name` or `source.value` for what it can't hold. */
export const dialects: Record<Name, Dialect> = {
  sqlite: dialect("sqlite"),
  postgres: dialect("postgres"),
  duckdb: dialect("duckdb"),
  mysql: dialect("mysql"),
  sqlserver: dialect("sqlserver"),
};
