import { type Clock, systemClock } from "@/server/shared/clock";
import type { Source, SourceForm, TestResult } from "../port";
import { failedTest } from "../test-result";
import { ask, connect } from "./connect";
import { SqlServerSession } from "./session";
import { DEFAULT_PORT, parseProperties, settingsOf, TLS_MODES } from "./settings";

const PARAMETERS = "parameters";

const TLS_LABELS: Record<(typeof TLS_MODES)[number], string> = {
  auto: "Encrypted and verified",
  verify: "Always verified",
  "no-verify": "Encrypted, not verified",
  off: "None",
};

const form: SourceForm = {
  title: "SQL Server",
  fields: [
    {
      name: "host",
      label: "Host",
      type: "text",
      required: false,
      placeholder: "db.example.com",
      group: PARAMETERS,
    },
    {
      name: "port",
      label: "Port",
      type: "number",
      required: false,
      default: DEFAULT_PORT,
      group: PARAMETERS,
    },
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
      placeholder: "Server=tcp:host,1433;Database=shop;User Id=reader;Password=…",
      group: "connection string",
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

/** A SQL Server source; `clock` is for tests. */
export function createSqlServerSource(clock: Clock = systemClock): Source {
  return {
    kind: "sqlserver",
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
          const session = new SqlServerSession(connected, again, { statementTimeoutMs: timeoutMs });
          const tables = (await session.tables()).length;
          const [[version] = []] = await ask(
            connected,
            "SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(100))",
          );
          const warnings = tables === 0 ? ["This user may read no table."] : [];
          return { ok: true, version: `SQL Server ${String(version)}`, tables, ms: passed(), warnings };
        } finally {
          connected.connection.close();
        }
      } catch (error) {
        return failedTest(error, passed());
      }
    },

    async open(target, options) {
      const settings = settingsOf(target.properties, target.secret);
      return SqlServerSession.open(
        () => connect(target, settings, { signal: options.signal, clock }),
        options,
      );
    },
  };
}

export const sqlserver: Source = createSqlServerSource();
