import { getSource } from "@/server/builtin/sources";
import type { SourcePolicy, SourceSession } from "@/server/builtin/sources/port";
import { didYouMean } from "@/server/platform/nearest";
import { AppError } from "@/server/shared/errors";
import type { ReloadJob } from "./messages";
import type { ParentLink } from "./parent-link";

/** The sessions of one reload: opened when first needed, one per connection, closed together. */
export class Sessions {
  private readonly open = new Map<string, Promise<SourceSession>>();
  private readonly policy: SourcePolicy;

  constructor(
    private readonly job: ReloadJob,
    private readonly link: ParentLink,
  ) {
    this.policy = {
      resolveHost: (host, port) => link.ask("host", { host, port }),
      resolvePath: (path) => link.ask("path", { path }),
    };
  }

  /** @param name a slot of the template, or a connection's own name */
  connect(name: string): Promise<SourceSession> {
    const connection = this.resolve(name);
    const there = this.open.get(connection) ?? this.begin(connection);
    this.open.set(connection, there);
    return there;
  }

  /** Name of the connection behind a slot; throws `source.unknown_connection`. */
  resolve(name: string): string {
    const { slots, connections } = this.job;
    const connection = slots[name] ?? name;
    if (Object.hasOwn(connections, connection)) return connection;
    const names = [...Object.keys(slots), ...Object.keys(connections)];
    throw new AppError(
      "invalid",
      "source.unknown_connection",
      `There is no connection "${name}".${didYouMean(name, names)}`,
      {
        advice: "Use the name of one of the template's connections.",
        params: { connection: name },
      },
    );
  }

  async close(): Promise<void> {
    for (const session of this.open.values()) await session.then((s) => s.close()).catch(() => undefined);
  }

  private async begin(name: string): Promise<SourceSession> {
    const { job, link, policy } = this;
    const connection = job.connections[name];
    if (!connection)
      throw new AppError("invalid", "source.unknown_connection", `There is no connection "${name}".`);
    const secret = await link.ask("secret", { connection: name });
    if (secret) link.secrets.push(secret);
    const statementTimeoutMs = job.limits.seconds * 1000;
    const source = getSource(connection.kind);
    const properties = source.parse(connection.properties);
    return source.open(
      { properties, secret, policy },
      { signal: link.signal, statementTimeoutMs, scratch: job.spill },
    );
  }
}
