import { type Clock, systemClock } from "@/server/shared/clock";
import type { Source } from "../port";
import { type ServerDriver, serverSource } from "../servers/source";
import { ask, type Connected, connect } from "./connect";
import { MysqlSession } from "./session";
import { mysqlServer } from "./settings";

/** `10.11.19-MariaDB-0+deb12u1` as people say it. */
function versionName(version: string): string {
  const number = /^\d+(\.\d+)*/.exec(version)?.[0] ?? version;
  return /mariadb/i.test(version) ? `MariaDB ${number}` : `MySQL ${number}`;
}

const driver: ServerDriver<Connected> = {
  kind: "mysql",
  server: mysqlServer,
  words: { title: "MySQL or MariaDB", connectionString: "mysql://user:password@host:3306/database" },
  connect,
  session: (connected, again, options) => new MysqlSession(connected, again, options),
  open: (again, options) => MysqlSession.open(again, options),
  async version({ connection }) {
    const [[version] = []] = await ask(connection, "SELECT VERSION()");
    return versionName(String(version));
  },
  close: ({ connection }) => connection.destroy(),
};

/** A MySQL or MariaDB source; `clock` is for tests. */
export const createMysqlSource = (clock: Clock = systemClock): Source => serverSource(driver, clock);

export const mysql: Source = createMysqlSource();
