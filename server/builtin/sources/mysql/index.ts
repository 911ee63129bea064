import { type Clock, systemClock } from "@/server/shared/clock";
import type { Source, SourceForm, TestResult } from "../port";
import { failedTest } from "../test-result";
import { ask, connect } from "./connect";
import { MysqlSession } from "./session";
import { DEFAULT_PORT, parseProperties, settingsOf, TLS_MODES } from "./settings";

const PARAMETERS = "parameters";

const TLS_LABELS: Record<(typeof TLS_MODES)[number], string> = {
  auto: "Verified where offered",
  verify: "Always verified",
  "no-verify": "Encrypted, not verified",
  off: "None",
};

const form: SourceForm = {
  title: "MySQL or MariaDB",
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
      placeholder: "mysql://user:password@host:3306/database",
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

/** `10.11.19-MariaDB-0+deb12u1` as people say it. */
function versionName(version: string): string {
  const number = /^\d+(\.\d+)*/.exec(version)?.[0] ?? version;
  return /mariadb/i.test(version) ? `MariaDB ${number}` : `MySQL ${number}`;
}

/** A MySQL or MariaDB source; `clock` is for tests. */
export function createMysqlSource(clock: Clock = systemClock): Source {
  return {
    kind: "mysql",
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
          const session = new MysqlSession(connected, again, {
            statementTimeoutMs: Math.max(1000, timeoutMs - passed() - 500),
          });
          const tables = (await session.tables()).length;
          const [[version] = []] = await ask(connected.connection, "SELECT VERSION()");
          const warnings = tables === 0 ? ["This user may read no table."] : [];
          return { ok: true, version: versionName(String(version)), tables, ms: passed(), warnings };
        } finally {
          connected.connection.destroy();
        }
      } catch (error) {
        return failedTest(error, passed());
      }
    },

    async open(target, options) {
      const settings = settingsOf(target.properties, target.secret);
      return MysqlSession.open(() => connect(target, settings, { signal: options.signal, clock }), options);
    },
  };
}

export const mysql: Source = createMysqlSource();
