/** A field of a fixed record: bytes `from` to `to` of it, counted from 1. */
export interface FixedField {
  name: string;
  from: number;
  /** Infinity: to the record's end. */
  to: number;
  /** Text, or a number as its bytes: signed, unsigned, floating point. */
  kind: "text" | "signed" | "unsigned" | "real";
}

/** `@1:5`, `@6:n`, `@1:4I`; undefined for what is no place of a fixed record. */
export function fixedField(name: string): FixedField | undefined {
  const [, from, to, letter = "t"] = /^@(\d{1,9}):(\d{1,9}|n)([iurt])?$/i.exec(name) ?? [];
  if (from === undefined || to === undefined) return undefined;
  const field = {
    name,
    from: Number(from),
    to: /n/i.test(to) ? Number.POSITIVE_INFINITY : Number(to),
    kind: ({ i: "signed", u: "unsigned", r: "real" } as const)[letter.toLowerCase()] ?? ("text" as const),
  };
  return isSound(field) ? field : undefined;
}

function isSound({ from, to, kind }: FixedField): boolean {
  const bytes = to - from + 1;
  if (from < 1 || bytes < 1) return false;
  if (kind === "text") return true;
  return kind === "real" ? bytes === 4 || bytes === 8 : bytes <= 8;
}

/** The text of a field in a record; empty where the record ends before it. Blanks around it are left out. */
export function fixedValue(
  record: Buffer,
  { from, to, kind }: FixedField,
  decode: (bytes: Buffer) => string,
): string {
  const bytes = record.subarray(from - 1, to);
  if (kind === "text") return decode(bytes).trim();
  if (bytes.length < to - from + 1) return "";
  if (kind === "real") return String(bytes.length === 4 ? bytes.readFloatLE() : bytes.readDoubleLE());
  let value = 0n;
  for (let at = bytes.length - 1; at >= 0; at--) value = (value << 8n) | BigInt(bytes[at] ?? 0);
  return String(kind === "signed" ? BigInt.asIntN(bytes.length * 8, value) : value);
}
