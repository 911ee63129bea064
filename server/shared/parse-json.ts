import { AppError } from "./errors";

/** No input of ours is nested half as deep; recursion over one much deeper ends in a stack that is used up. */
const MOST_LEVELS = 100;

function tooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_LEVELS) return true;
    level = level.flatMap((one) => (one && typeof one === "object" ? Object.values(one) : []));
  }
  return false;
}

/** A request's body as JSON. @throws `request.json` where it is none, or nested too deep */
export function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new AppError("malformed", "request.json", "The body is not valid JSON.", { cause });
  }
  if (tooDeep(value))
    throw new AppError("malformed", "request.json", `The body is nested deeper than ${MOST_LEVELS} levels.`);
  return value;
}
