import { type Clock, systemClock } from "@/server/shared/clock";
import type { Source } from "../port";
import { type ServerDriver, serverSource } from "../servers/source";
import { ask, type Connected, connect } from "./connect";
import { SqlServerSession } from "./session";
import { sqlServer } from "./settings";

const VERSION = "SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(100))";

const driver: ServerDriver<Connected> = {
  kind: "sqlserver",
  server: sqlServer,
  words: {
    title: "SQL Server",
    connectionString: "Server=tcp:host,1433;Database=shop;User Id=reader;Password=…",
    auto: "Encrypted and verified",
  },
  connect,
  session: (connected, again, options) => new SqlServerSession(connected, again, options),
  open: (again, options) => SqlServerSession.open(again, options),
  async version(connected) {
    const [[version] = []] = await ask(connected, VERSION);
    return `SQL Server ${String(version)}`;
  },
  close: ({ connection }) => connection.close(),
};

/** A SQL Server source; `clock` is for tests. */
export const createSqlServerSource = (clock: Clock = systemClock): Source => serverSource(driver, clock);

export const sqlserver: Source = createSqlServerSource();
