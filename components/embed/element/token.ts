export type TokenProvider = (() => string | Promise<string>) | null;

/** Gets a token from an address of the host: plain text, or JSON with `token`. Cookies of the host go along. */
async function fetchToken(address: string): Promise<string> {
  const response = await fetch(address, {
    credentials: "same-origin",
    headers: { accept: "application/json, text/plain" },
    cache: "no-store",
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${address} answered ${response.status}.`);
  if (!text.trimStart().startsWith("{")) return text.trim();
  const { token } = JSON.parse(text) as { token?: unknown };
  if (typeof token !== "string") throw new Error(`${address} answered JSON without "token".`);
  return token;
}

/**
 * A new token: from the page's function, from the address in `token-provider`, or the one in `token`, which serves
 * once.
 */
export async function newToken(
  provider: TokenProvider,
  attribute: (name: string) => string | null,
  spent: Set<string>,
): Promise<string> {
  if (provider) return provider();
  const address = attribute("token-provider");
  if (address) return fetchToken(address);
  const token = attribute("token");
  if (!token) throw new Error('The element has neither "token-provider" nor "token".');
  if (spent.has(token)) throw new Error('The token in "token" was used; set "token-provider" to renew it.');
  spent.add(token);
  return token;
}

/** A token got early is good for this long: hosts' tokens live for up to a minute. */
const EARLY_MS = 20_000;

/** The token of the first exchange, fetched while the frame is still loading. */
export class EarlyToken {
  private token: Promise<string> | null = null;
  private at = 0;

  /** Asks for one unless one is waiting already. */
  fetch(get: () => Promise<string>): void {
    if (this.token) return;
    this.at = performance.now();
    this.token = get();
    // Told to whoever takes it.
    this.token.catch(() => undefined);
  }

  /** The token that is waiting, once; null where there is none, or none that is fresh. */
  take(): Promise<string> | null {
    const { token } = this;
    this.token = null;
    return performance.now() - this.at < EARLY_MS ? token : null;
  }
}
