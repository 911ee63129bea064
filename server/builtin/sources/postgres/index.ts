import { type Clock, systemClock } from "@/server/shared/clock";
import type { Source } from "../port";
import { type ServerDriver, serverSource } from "../servers/source";
import { type Connected, connect } from "./connect";
import { PostgresSession } from "./session";
import { postgresServer } from "./settings";

const driver: ServerDriver<Connected> = {
  kind: "postgres",
  server: postgresServer,
  words: { title: "PostgreSQL", connectionString: "postgres://user:password@host:5432/database" },
  connect,
  session: (connected, again, options) => new PostgresSession(connected, again, options),
  open: (again, options) => PostgresSession.open(again, options),
  async version({ client }) {
    const { rows } = await client.query<{ server_version: string }>("SHOW server_version");
    return `PostgreSQL ${rows[0]?.server_version ?? ""}`.trim();
  },
  close: ({ client }) => void client.end().catch(() => undefined),
};

/** A PostgreSQL source; `clock` is for tests. */
export const createPostgresSource = (clock: Clock = systemClock): Source => serverSource(driver, clock);

export const postgres: Source = createPostgresSource();
