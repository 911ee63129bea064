import type { Clock } from "@/server/shared/clock";
import type { OpenOptions, Source, SourceSession, SourceTarget, TestResult } from "../port";
import { failedTest } from "../test-result";
import { type ServerWords, serverForm } from "./form";
import { parseServer, type ServerKind, type ServerSettings, serverSettings } from "./settings";

/** What a test leaves of its time for the way back. */
const REST_MS = 500;
const LEAST_MS = 1000;

type Reach = { timeoutMs?: number; signal?: AbortSignal; clock: Clock };
type SessionOptions = Pick<OpenOptions, "statementTimeoutMs">;

/** What one kind of database server does in its own way. `C`: one signed-in connection. */
export interface ServerDriver<C> {
  kind: string;
  server: ServerKind;
  words: ServerWords;
  connect(target: SourceTarget, settings: ServerSettings, options: Reach): Promise<C>;
  /** A session on a connection, for a test of it. */
  session(connected: C, again: () => Promise<C>, options: SessionOptions): Pick<SourceSession, "tables">;
  open(again: () => Promise<C>, options: OpenOptions): Promise<SourceSession>;
  /** Product and version, as people say it. */
  version(connected: C): Promise<string>;
  close(connected: C): void;
}

/** A source that is a database server. */
export function serverSource<C>(driver: ServerDriver<C>, clock: Clock): Source {
  const { kind, server, words } = driver;
  return {
    kind,
    form: serverForm(server, words),
    parse: (properties) => parseServer(server, properties),

    async test(target, { timeoutMs, signal }): Promise<TestResult> {
      const start = clock.now().getTime();
      const passed = () => clock.now().getTime() - start;
      try {
        const settings = serverSettings(server, target.properties, target.secret);
        const again = () => driver.connect(target, settings, { timeoutMs, signal, clock });
        const connected = await again();
        try {
          const statementTimeoutMs = Math.max(LEAST_MS, timeoutMs - passed() - REST_MS);
          const session = driver.session(connected, again, { statementTimeoutMs });
          const tables = (await session.tables()).length;
          const version = await driver.version(connected);
          const warnings = tables === 0 ? ["This user may read no table."] : [];
          return { ok: true, version, tables, ms: passed(), warnings };
        } finally {
          driver.close(connected);
        }
      } catch (error) {
        return failedTest(error, passed());
      }
    },

    async open(target, options) {
      const settings = serverSettings(server, target.properties, target.secret);
      return driver.open(() => driver.connect(target, settings, { signal: options.signal, clock }), options);
    },
  };
}
