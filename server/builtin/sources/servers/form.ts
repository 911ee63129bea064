import type { SourceForm } from "../port";
import { type ServerKind, TLS_MODES, type TlsMode } from "./settings";

const PARAMETERS = "parameters";

const TLS_LABELS: Record<TlsMode, string> = {
  auto: "Verified where offered",
  verify: "Always verified",
  "no-verify": "Encrypted, not verified",
  off: "None",
};

export interface ServerWords {
  title: string;
  /** An example of a connection string. */
  connectionString: string;
  /** What `auto` comes to. */
  auto?: string;
}

const text = { type: "text", required: false } as const;
const parameter = { ...text, group: PARAMETERS } as const;
const secret = { name: "secret", type: "secret", required: false } as const;

const SCHEMA = {
  ...text,
  name: "schema",
  label: "Schema",
  placeholder: "public",
  hint: "Where tables without a schema are looked for first.",
} as const;

/** What is asked for: host, port, database and user, or a connection string, and how it is encrypted. */
export function serverForm({ port, takesSchema }: ServerKind, words: ServerWords): SourceForm {
  const labels = { ...TLS_LABELS, ...(words.auto ? { auto: words.auto } : {}) };
  return {
    title: words.title,
    fields: [
      { ...parameter, name: "host", label: "Host", placeholder: "db.example.com" },
      { ...parameter, name: "port", label: "Port", type: "number", default: port },
      { ...parameter, name: "database", label: "Database" },
      { ...parameter, name: "user", label: "User", hint: "One that may only read." },
      { ...secret, label: "Password", group: PARAMETERS },
      {
        ...secret,
        label: "Connection string",
        placeholder: words.connectionString,
        group: "connection string",
      },
      ...(takesSchema ? [SCHEMA] : []),
      {
        name: "tls",
        label: "TLS",
        type: "choice",
        required: false,
        default: "auto",
        choices: TLS_MODES.map((value) => ({ value, label: labels[value] })),
      },
      { ...text, name: "ca", label: "Certificate authority", hint: "PEM; only for a private authority." },
    ],
  };
}
