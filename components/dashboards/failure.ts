import { sayError } from "../errors/say";

export type FailureKind = "forbidden" | "missing" | "too-slow" | "busy" | "offline" | "signed-out" | "error";

/** Why something could not be shown, whoever said it: the server, the engine, the network. */
export interface Failure {
  kind: FailureKind;
  code: string;
  message: string;
  /** The field it is about. */
  field?: string;
  line?: number;
  column?: number;
  /** The piece of text that is wrong. */
  part?: string;
}

const BY_STATUS: Record<number, FailureKind> = {
  401: "signed-out",
  403: "forbidden",
  404: "missing",
  408: "too-slow",
  429: "busy",
  503: "busy",
  504: "too-slow",
};

const BY_WORD: [RegExp, FailureKind][] = [
  [/unauth|signed.out|session|token/, "signed-out"],
  [/forbidden|no.access|denied|withheld/, "forbidden"],
  [/not.found|unknown|missing|removed|gone/, "missing"],
  [/time.?out|too.slow|too.long|deadline/, "too-slow"],
  [/busy|rate|overload|memory|too.many/, "busy"],
  [/network|offline|unavailable|fetch|connect/, "offline"],
];

/** The reader's groups don't open what was asked about: no fault of anything. */
export const isWithheld = ({ code }: { code: string }): boolean => code === "query.withheld";

/**
 * A failure from anything thrown or answered: an answer of kind `error`, an error with `kind`, `code` or `status`
 * (also below `data`, as tRPC sends them), or a failed fetch.
 */
export function failureOf(error: unknown): Failure {
  const data = property(error, "data");
  const parts = [property(data, "app"), error, data];
  const find = (key: string) => parts.map((part) => property(part, key)).find((v) => v !== undefined);
  const status = Number(find("status") ?? find("httpStatus") ?? Number.NaN);
  const code = String(find("code") ?? find("kind") ?? "dashboard.failed");
  const own = String(property(error, "message") ?? error);
  const params = find("params");
  const said = { code, message: own, params: isRecord(params) ? params : undefined };
  const field = property(params, "field");
  const message = sayError(said) ?? own;
  const part = property(error, "part");
  const place = {
    line: whole(property(error, "line")),
    column: whole(property(error, "column")),
    ...(typeof part === "string" ? { part } : {}),
    ...(typeof field === "string" ? { field } : {}),
  };
  return {
    kind: BY_STATUS[status] ?? kindOf(`${find("kind") ?? ""} ${code}`, error),
    code,
    message,
    ...place,
  };
}

function kindOf(words: string, error: unknown): FailureKind {
  const text = words.toLowerCase().replace(/_/g, "-");
  const found = BY_WORD.find(([word]) => word.test(text));
  return found?.[1] ?? (error instanceof TypeError ? "offline" : "error");
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

function property(value: unknown, key: string): unknown {
  return isRecord(value) ? value[key] : undefined;
}

const whole = (value: unknown) => (typeof value === "number" ? value : undefined);
