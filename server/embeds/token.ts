import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from "jose";
import type { Services } from "@/server/shared/context";
import { inForce, keyNamed } from "./keys";
import { previewPair } from "./preview-key";
import { rsaKey } from "./public-key";
import { refused, wrongToken } from "./refusal";

/** `typ` of the two kinds of token. Each has one algorithm, and keys of its own. */
export const HOST_TOKEN = "tenantry-embed+jwt";
export const PREVIEW_TOKEN = "tenantry-preview+jwt";
export const PREVIEW_KEY = "portal";

export const LIFETIME_S = 60;
/** Difference of the clocks of a host and of this machine that is put up with. */
export const TOLERANCE_S = 5;
const MOST_CHARACTERS = 8192;

export interface TokenFacts {
  kind: "host" | "preview";
  subject: string;
  groups: string[];
  jti: string;
  /** Id of the key it was signed with. */
  kid: string;
  /** Until when the token could be shown again. */
  usableUntil: Date;
}

interface Expected {
  tenantId: string;
  /** Of this app alone, where the token says so. */
  app: string;
  /** Origin of the page around the embed: who must have issued the token. */
  origin: string;
  audience: string;
}

interface Proof {
  kind: "host" | "preview";
  kid: string;
  key: KeyObject;
  algorithm: "RS256" | "EdDSA";
  /** False: the signature is looked at all the same, so that the answer takes as long. */
  known: boolean;
}

let stand: KeyObject | null = null;
/** Verified against where there is no key: takes the same work and never fits. */
function nobodysKey(): KeyObject {
  stand ??= generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey;
  return stand;
}

async function proofOf(services: Services, token: string, tenantId: string | null): Promise<Proof> {
  const { typ, kid } = decodeProtectedHeader(token);
  if (typ === PREVIEW_TOKEN && kid === PREVIEW_KEY)
    return {
      kind: "preview",
      kid: PREVIEW_KEY,
      key: previewPair(services.keyring).publicKey,
      algorithm: "EdDSA",
      known: tenantId !== null,
    };
  const fits = typ === HOST_TOKEN && typeof kid === "string" && kid.length <= 200;
  const named = tenantId && fits ? await keyNamed(services, tenantId, kid) : null;
  const key = named && inForce(named, services.clock.now()) ? rsaKey(named.publicJwk) : null;
  return {
    kind: "host",
    kid: named?.id ?? "",
    key: key ?? nobodysKey(),
    algorithm: "RS256",
    known: key !== null,
  };
}

const text = (value: unknown, most: number): value is string =>
  typeof value === "string" && value.length > 0 && value.length <= most;

/** The claims of a token whose signature is right. @throws `embeds.token` with what is wrong in it */
function factsOf(claims: JWTPayload, proof: Proof, expected: Expected, now: Date): TokenFacts {
  const { iss, sub, aud, jti, iat = Number.NaN, exp = Number.NaN, groups = [] } = claims;
  const seconds = now.getTime() / 1000;
  if (aud !== expected.audience)
    throw wrongToken('its "aud" is not the address of the embed', `Set "aud" to "${expected.audience}".`);
  if (claims.tenant !== expected.tenantId)
    throw wrongToken('its "tenant" is not that of the app', `Set "tenant" to "${expected.tenantId}".`);
  if (claims.app !== undefined && claims.app !== expected.app)
    throw wrongToken('its "app" is another one', 'Leave "app" out, or set it to the app that is shown.');
  if (iss !== expected.origin)
    throw wrongToken(
      'its "iss" is not the origin of the page around the embed',
      `Set "iss" to "${expected.origin}".`,
    );
  if (!text(sub, 200))
    throw wrongToken('it has no "sub"', 'Set "sub" to your id of the person, 200 characters at most.');
  if (!text(jti, 100)) throw wrongToken('it has no "jti"', 'Set "jti" to a new random text for every token.');
  if (!(exp - iat <= LIFETIME_S) || exp <= iat)
    throw wrongToken(
      `it lasts more than ${LIFETIME_S} s`,
      `Set "exp" to at most ${LIFETIME_S} s after "iat".`,
    );
  if (iat > seconds + TOLERANCE_S)
    throw wrongToken('its "iat" lies ahead', "Set the clock of the machine that signs.");
  if (!Array.isArray(groups) || groups.length > 100 || !groups.every((g) => text(g, 200)))
    throw wrongToken('its "groups" are no list of names', 'Set "groups" to a list of 100 texts at most.');
  const usableUntil = new Date((exp + TOLERANCE_S + 1) * 1000);
  return { kind: proof.kind, subject: sub, groups, jti, kid: proof.kid, usableUntil };
}

/**
 * Checks a token by RFC 8725: kind and key first, one algorithm per kind, then every claim.
 * @param expected null where the app is unknown: the same work, the same refusal
 * @throws `embeds.refused` (says nothing), or `embeds.token` (the signature is right, a claim is not)
 */
export async function verifyToken(
  services: Services,
  token: string,
  expected: Expected | null,
): Promise<TokenFacts> {
  if (token.length > MOST_CHARACTERS) throw refused();
  const now = services.clock.now();
  try {
    const proof = await proofOf(services, token, expected?.tenantId ?? null);
    const { payload } = await jwtVerify(token, proof.key, {
      algorithms: [proof.algorithm],
      typ: proof.kind === "host" ? HOST_TOKEN : PREVIEW_TOKEN,
      clockTolerance: TOLERANCE_S,
      currentDate: now,
      requiredClaims: ["iss", "sub", "aud", "tenant", "jti", "iat", "exp"],
    });
    if (!proof.known || !expected) throw refused();
    return factsOf(payload, proof, expected, now);
  } catch (error) {
    // jose looks at claims after the signature only: these two come from somebody with the key.
    if (error instanceof errors.JWTExpired)
      throw wrongToken("it has expired", "Make a new one for each exchange.");
    if (error instanceof errors.JWTClaimValidationFailed && error.claim !== "typ")
      throw wrongToken(`its "${error.claim}" is missing or wrong`, "See the embedding guide.");
    if (error instanceof errors.JOSEError || error instanceof TypeError) throw refused(error);
    throw error;
  }
}
