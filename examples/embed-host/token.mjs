import { randomUUID, sign } from "node:crypto";

const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

/**
 * A token that says who looks at which tenant's apps, for one exchange within a minute.
 * Runs on your server only: whoever has the private key can open every app of the tenant.
 *
 * @param {{ privateKey: string, kid: string, tenant: string, embedUrl: string }} setup from Tenantry
 * @param {{ id: string, groups?: string[] }} user whom you have signed in
 * @param {string} page origin of your page around the embed, for example "https://office.example.com"
 */
export function embedToken({ privateKey, kid, tenant, embedUrl }, user, page) {
  const now = Math.floor(Date.now() / 1000);
  const header = { alg: "RS256", typ: "tenantry-embed+jwt", kid };
  const claims = {
    iss: page,
    aud: embedUrl,
    sub: user.id,
    tenant,
    groups: user.groups ?? [],
    jti: randomUUID(),
    iat: now,
    exp: now + 60,
  };
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${sign("RSA-SHA256", Buffer.from(text), privateKey).toString("base64url")}`;
}
