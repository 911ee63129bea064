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

/**
 * A new id: prefix, 9 characters of time (milliseconds), 13 random characters (65 bits).
 * Ids of one kind sort by creation, to the millisecond.
 */
export function newId(kind: keyof typeof ID_PREFIXES, now = Date.now()): string {
  let random = "";
  for (const byte of bytesOf(13)) random += ALPHABET[byte & 31];
  return `${ID_PREFIXES[kind]}_${encodeTime(now)}${random}`;
}
