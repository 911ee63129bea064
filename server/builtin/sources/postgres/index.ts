import { type Clock, systemClock } from "@/server/shared/clock";
import type { Source, SourceForm, TestResult } from "../port";
import { failedTest } from "../test-result";
import { connect } from "./connect";
import { PostgresSession } from "./session";
import { parseProperties, settingsOf, TLS_MODES } from "./settings";

const PARAMETERS = "parameters";

const TLS_LABELS: Record<(typeof TLS_MODES)[number], string> = {
  auto: "Verified where offered",
  verify: "Always verified",
  "no-verify": "Encrypted, not verified",
  off: "None",
};

const form: SourceForm = {
  title: "PostgreSQL",
  fields: [
    {
      name: "host",
      label: "Host",
      type: "text",
      required: false,
      placeholder: "db.example.com",
      group: PARAMETERS,
    },
    { name: "port", label: "Port", type: "number", required: false, default: 5432, group: PARAMETERS },
    { name: "database", label: "Database", type: "text", required: false, group: PARAMETERS },
    {
      name: "user",
      label: "User",
      type: "text",
      required: false,
      hint: "One that may only read.",
      group: PARAMETERS,
    },
    { name: "secret", label: "Password", type: "secret", required: false, group: PARAMETERS },
    {
      name: "secret",
      label: "Connection string",
      type: "secret",
      required: false,
      placeholder: "postgres://user:password@host:5432/database",
      group: "connection string",
    },
    {
      name: "schema",
      label: "Schema",
      type: "text",
      required: false,
      placeholder: "public",
      hint: "Where tables without a schema are looked for first.",
    },
    {
      name: "tls",
      label: "TLS",
      type: "choice",
      required: false,
      default: "auto",
      choices: TLS_MODES.map((value) => ({ value, label: TLS_LABELS[value] })),
    },
    {
      name: "ca",
      label: "Certificate authority",
      type: "text",
      required: false,
      hint: "PEM; only for a private authority.",
    },
  ],
};

/** A PostgreSQL source; `clock` is for tests. */
export function createPostgresSource(clock: Clock = systemClock): Source {
  return {
    kind: "postgres",
    form,
    parse: parseProperties,

    async test(target, { timeoutMs, signal }): Promise<TestResult> {
      const start = clock.now().getTime();
      const passed = () => clock.now().getTime() - start;
      try {
        const settings = settingsOf(target.properties, target.secret);
        const again = () => connect(target, settings, { timeoutMs, signal, clock });
        const connected = await again();
        try {
          const session = new PostgresSession(connected, again, {
            statementTimeoutMs: Math.max(1000, timeoutMs - passed() - 500),
          });
          const tables = (await session.tables()).length;
          const version = await connected.client.query<{ server_version: string }>("SHOW server_version");
          const warnings = tables === 0 ? ["This user may read no table."] : [];
          return {
            ok: true,
            version: `PostgreSQL ${version.rows[0]?.server_version ?? ""}`.trim(),
            tables,
            ms: passed(),
            warnings,
          };
        } finally {
          connected.client.end().catch(() => undefined);
        }
      } catch (error) {
        return failedTest(error, passed());
      }
    },

    async open(target, options) {
      const settings = settingsOf(target.properties, target.secret);
      return PostgresSession.open(
        () => connect(target, settings, { signal: options.signal, clock }),
        options,
      );
    },
  };
}

export const postgres: Source = createPostgresSource();
