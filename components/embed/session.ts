/** A refusal or failure of the embed's own server. */
export class EmbedFailure extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly advice: string,
    readonly status: number,
    readonly params?: unknown,
  ) {
    super(message);
    this.name = "EmbedFailure";
  }
}

export interface SessionOptions {
  app: string;
  /** Origin of the page around. */
  page: string;
  /** A fresh token of the host; rejects where it gives none. */
  token(): Promise<string>;
  /** After a failure that only the host can mend, or the end of the tenant's suspension. */
  onRefused(failure: EmbedFailure): void;
  fetch?: typeof fetch;
  now?: () => number;
}

interface Opened {
  session: string;
  expiresAt: string;
  dashboard?: unknown;
}

/** A session is renewed this long before it ends, so that no click meets its end. */
const EARLY_MS = 60_000;

/**
 * The frame's session with its server, in memory only: opened with the host's first token, renewed with further ones.
 * Cookies and storage are not used, so a browser that blocks those of third parties changes nothing.
 */
export class EmbedSession {
  private current: { session: string; until: number } | null = null;
  private opening: Promise<string> | null = null;
  private begun = false;
  private given: unknown = null;

  constructor(private readonly options: SessionOptions) {}

  /** Sends a request with the session, opening or renewing it where needed. */
  async request(path: string, init: RequestInit): Promise<Response> {
    // With a session in hand the request leaves in this very turn, ahead of whatever is drawn in it.
    const first = await this.send(path, init, this.held() ?? (await this.session()));
    if (first.status !== 401) return this.told(first);
    this.current = null;
    return this.told(await this.send(path, init, await this.session()));
  }

  /** A tenant that is suspended while its frame is open closes the frame, whatever was asked. */
  private async told(response: Response): Promise<Response> {
    if (response.status !== 403) return response;
    const failure = await failureFrom(response.clone());
    if (failure.code === "embeds.suspended") this.options.onRefused(failure);
    return response;
  }

  /** When the session ends, in ms of `now`; null before the first. */
  get until(): number | null {
    return this.current?.until ?? null;
  }

  /** The dashboard's document as it came with the first exchange, once; null where it has to be asked for. */
  async dashboard(): Promise<unknown> {
    await this.session();
    const { given } = this;
    this.given = null;
    return given;
  }

  /** Opens a session unless one is good for a while; callers at the same time share one exchange. */
  session(): Promise<string> {
    const held = this.held();
    if (held) return Promise.resolve(held);
    this.opening ??= this.open().finally(() => {
      this.opening = null;
    });
    return this.opening;
  }

  private held(): string | null {
    const now = (this.options.now ?? Date.now)();
    return this.current && this.current.until - now > EARLY_MS ? this.current.session : null;
  }

  private async open(): Promise<string> {
    try {
      const token = await this.options.token();
      const { app, page, now = Date.now } = this.options;
      const response = await this.fetch("/api/embed/session", {
        method: "POST",
        body: JSON.stringify({ app, token, origin: page, dashboard: !this.begun }),
      });
      if (!response.ok) throw await failureFrom(response);
      const { session, expiresAt, dashboard = null } = (await response.json()) as Opened;
      this.begun = true;
      this.given = dashboard;
      // The server's clock may be another one: ten minutes from now, unless it says less.
      const until = Math.min(Date.parse(expiresAt), now() + 10 * 60_000);
      this.current = { session, until: Number.isNaN(until) ? now() : until };
      return session;
    } catch (error) {
      if (error instanceof EmbedFailure && error.status < 500) this.options.onRefused(error);
      throw error;
    }
  }

  private send(path: string, init: RequestInit, session: string): Promise<Response> {
    return this.fetch(path, {
      ...init,
      headers: { authorization: `Bearer ${session}`, "x-tenantry-page": this.options.page },
    });
  }

  private fetch(path: string, init: RequestInit): Promise<Response> {
    return (this.options.fetch ?? fetch)(path, { ...init, credentials: "omit", cache: "no-store" });
  }
}

/** The failure an answer tells. */
export async function failureFrom(response: Response): Promise<EmbedFailure> {
  const said = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const text = (key: string, otherwise: string) =>
    typeof said[key] === "string" ? (said[key] as string) : otherwise;
  return new EmbedFailure(
    text("code", "embeds.failed"),
    text("title", `HTTP ${response.status}`),
    text("detail", ""),
    response.status,
    said.params,
  );
}
