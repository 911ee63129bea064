import { AppError, type ErrorKind, type ErrorOptions } from "@/server/shared/errors";

interface Meaning {
  kind: ErrorKind;
  advice: string;
  retryable?: boolean;
}

/** Everything a source reports, with what to do about it unless the place that throws knows better. */
export const SOURCE_ERRORS = {
  "source.not_reachable": {
    kind: "unreachable",
    retryable: true,
    advice:
      "Check host and port, that the database runs and accepts connections from this machine, and, for an address that isn't public, that the operator's list of source hosts names it.",
  },
  "source.auth": {
    kind: "unreachable",
    advice: "Check user name and password, and that this user may connect from here.",
  },
  "source.tls": {
    kind: "unreachable",
    advice: "Give the certificate authority of the database, or choose another TLS mode for this connection.",
  },
  "source.database_missing": { kind: "unreachable", advice: "Check the name of the database." },
  "source.busy": {
    kind: "unreachable",
    retryable: true,
    advice: "The database takes no more connections or is starting; try again in a moment.",
  },
  "source.lost": {
    kind: "unreachable",
    retryable: true,
    advice: "The database or the network ended the connection; try again.",
  },
  "source.timeout": {
    kind: "unreachable",
    retryable: true,
    advice: "Read fewer rows or columns, add an index at the source, or raise the plan's time limit.",
  },
  "source.forbidden": {
    kind: "forbidden",
    advice:
      "Move the file below a folder the operator allows for sources, or ask the operator to add its folder.",
  },
  "source.permission": { kind: "invalid", advice: "Grant the connection's user SELECT on it." },
  "source.file_missing": { kind: "invalid", advice: "Check the name; upper and lower case count." },
  "source.damaged": {
    kind: "invalid",
    advice: "Replace the file; it is not of the kind the connection says, or is cut.",
  },
  "source.table_missing": {
    kind: "invalid",
    advice: "Check the table's name, or map it to the customer's table.",
  },
  "source.column_missing": {
    kind: "invalid",
    advice: "Check the column's name, or map it to the customer's column.",
  },
  "source.column_twice": {
    kind: "invalid",
    advice: 'Give each column of the result a name of its own with "AS".',
  },
  "source.syntax": {
    kind: "invalid",
    advice: "Correct the SELECT; it is passed to the source as it stands.",
  },
  "source.read_only": { kind: "invalid", advice: "Sources are only read: use one SELECT." },
  "source.type": { kind: "invalid", advice: "Cast the column in the SELECT, or leave it out." },
  "source.failed": { kind: "invalid", advice: "Look at the source's own log for more." },
  "source.too_large": {
    kind: "limit",
    advice: "Name fewer or smaller objects in the connection, or ask the operator for more space.",
  },
  "limits.bytes": {
    kind: "limit",
    advice: "Leave out wide columns, narrow the SELECT with a where clause, or choose a larger plan.",
  },
  "limits.rows": { kind: "limit", advice: "Narrow the SELECT with a where clause, or choose a larger plan." },
} as const satisfies Record<string, Meaning>;

export type SourceErrorCode = keyof typeof SOURCE_ERRORS;

/** An error of a source. `message` names what and where; it must have been through `scrub` if a driver wrote it. */
export function sourceError(code: SourceErrorCode, message: string, options: ErrorOptions = {}): AppError {
  const meaning: Meaning = SOURCE_ERRORS[code];
  return new AppError(meaning.kind, code, message, {
    advice: meaning.advice,
    retryable: meaning.retryable ?? false,
    ...options,
  });
}

/** The wrong fields of a connection, each named. */
export function wrongProperties(kind: string, issues: { path: string; message: string }[]): AppError {
  const list = issues.map((i) => `${i.path}: ${i.message}`).join("; ");
  return new AppError("invalid", "connections.properties", `The ${kind} connection is not right: ${list}.`, {
    advice: "Correct the named fields.",
    issues,
  });
}

/** The one answer for every target that isn't on the operator's list and didn't answer as a database. */
export function notReachable(): AppError {
  return sourceError("source.not_reachable", "The database is not reachable.");
}
