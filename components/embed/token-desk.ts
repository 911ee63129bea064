import type { HostLink } from "./host-link";
import { EmbedFailure } from "./session";

/** How long the page around may take to give a token. */
const TOKEN_MS = 30_000;

const noToken = (message: string, status: number) => new EmbedFailure("embeds.no_token", message, "", status);

/** Hands tokens from the host's messages to whoever waits for one. */
export function tokenDesk(link: HostLink) {
  let waiting: { take: (token: string) => void; fail: (error: Error) => void } | null = null;
  return {
    ask: () =>
      new Promise<string>((resolve, reject) => {
        const timer = setTimeout(() => reject(noToken("The page around gave no token.", 408)), TOKEN_MS);
        waiting = {
          take: (token) => {
            clearTimeout(timer);
            resolve(token);
          },
          fail: (error) => {
            clearTimeout(timer);
            reject(error);
          },
        };
        link.say({ type: "need-token" });
      }),
    take(token: string) {
      waiting?.take(token);
      waiting = null;
    },
    fail(message: string) {
      waiting?.fail(noToken(message, 401));
      waiting = null;
    },
  };
}
