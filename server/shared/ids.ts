import { randomBytes } from "node:crypto";

/** What an id is of, by its prefix. */
export const ID_PREFIXES = {
  tenant: "ten",
  user: "usr",
  member: "mem",
  session: "ses",
  apiKey: "key",
  group: "grp",
  template: "tpl",
  templateVersion: "tpv",
  templateDraft: "tdr",
  draftRevision: "tdv",
  connection: "con",
  app: "app",
  generation: "gen",
  reload: "rel",
  run: "run",
  file: "fil",
  audit: "aud",
  tenantKey: "dek",
  request: "req",
  object: "obj",
  embedKey: "emk",
  embedOrigin: "emo",
  invitation: "inv",
  passwordReset: "pwr",
  mail: "mal",
  grant: "gra",
  bookmark: "bkm",
  sheet: "sht",
  announcement: "ann",
  memberView: "mvw",
  notification: "ntf",
  delivery: "dlv",
  tenantView: "tvw",
  subscription: "sub",
  subscriptionChange: "suc",
  invoice: "ivc",
  invoiceLine: "ivl",
  payment: "pay",
  coupon: "cpn",
  couponRedemption: "cpm",
  spendAlert: "spa",
  paymentAccount: "pac",
  capabilityRequest: "cpr",
  auditArchive: "aua",
} as const;

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

function encodeTime(ms: number): string {
  let text = "";
  for (let rest = ms, i = 0; i < 9; i++, rest = Math.floor(rest / 32)) text = ALPHABET[rest % 32] + text;
  return text;
}

let bytesOf: (count: number) => Uint8Array = randomBytes;

/** For simulations, which replay: ids are made of these bytes until the returned function is called. */
export function idsFrom(source: (count: number) => Uint8Array): () => void {
  bytesOf = source;
  return () => {
    bytesOf = randomBytes;
  };
}

/** The newest id of lines that follow each other, also within a millisecond. */
const newest = { ms: Number.NaN, random: "" };

/** The random characters that come next in the order of ids. */
function following(random: string): string {
  const kept = random.replace(/z+$/, "");
  const last = ALPHABET.indexOf(kept.at(-1) ?? "");
  return `${kept.slice(0, -1)}${ALPHABET[last + 1] ?? ""}`.padEnd(random.length, ALPHABET[0]);
}

/**
 * A new id: prefix, 9 characters of time (milliseconds), 13 random characters (65 bits).
 * Ids of one kind sort by creation, to the millisecond; those a process gives the audit's lines always do.
 */
export function newId(kind: keyof typeof ID_PREFIXES, now = Date.now()): string {
  let random = "";
  for (const byte of bytesOf(13)) random += ALPHABET[byte & 31];
  if (kind === "audit" && bytesOf === randomBytes) {
    if (now === newest.ms) random = following(newest.random);
    newest.ms = now;
    newest.random = random;
  }
  return `${ID_PREFIXES[kind]}_${encodeTime(now)}${random}`;
}
