import type { Services } from "@/server/shared/context";
import { hmac, sameText } from "@/server/shared/crypto";
import { settings } from "@/server/shared/settings";

/** Good for ending one delivery and for nothing else. The key outlives a rotation of the master secret. */
const PURPOSE = "delivery-unsubscribe";

type Keys = Pick<Services, "keyring">;

const signature = ({ keyring }: Keys, id: string) => hmac(keyring.purpose(PURPOSE), id);

export const unsubscribeToken = (services: Keys, id: string): string => `${id}.${signature(services, id)}`;

/** Behind `#`: it reaches no server's log, and no scanner of mails ends anything by opening it. */
export const unsubscribeLink = (services: Keys, id: string): string =>
  `${settings().url}/unsubscribe#${unsubscribeToken(services, id)}`;

/** Id of the delivery a token was made for; null for any other text. */
export function deliveryOfToken(services: Keys, token: string): string | null {
  const [id = "", given = ""] = token.split(".");
  return sameText(given, signature(services, id)) ? id : null;
}
