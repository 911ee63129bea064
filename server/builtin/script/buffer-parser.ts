import { scriptError } from "./errors";
import type { BufferPrefix } from "./statements";
import type { TokenStream } from "./token-stream";

/** Reads `BUFFER`, `BUFFER (INCREMENTAL)`, `BUFFER (STALE AFTER 7 DAYS)` or both, where it stands here. */
export function readBuffer(stream: TokenStream): BufferPrefix | undefined {
  const { at } = stream.current;
  if (!stream.takeWords("buffer")) return undefined;
  const buffer: BufferPrefix = { at };
  if (!stream.takeSymbol("(")) return buffer;
  do {
    if (!buffer.incremental && stream.takeWords("incremental")) buffer.incremental = true;
    else buffer.staleHours = readStale(stream);
  } while (stream.takeSymbol(","));
  stream.expectSymbol(")");
  return buffer;
}

function readStale(stream: TokenStream): number {
  const { at } = stream.current;
  stream.expectWords("stale");
  stream.takeWords("after");
  if (stream.current.type !== "number") throw stream.unexpected("a number of days or hours");
  const amount = Number(stream.next().value);
  const unit = stream.takeOneOf("hours", "hour", "days", "day") ?? "days";
  if (!(amount > 0)) throw scriptError("script.syntax", "A buffer is fresh for some time.", { at });
  return unit.startsWith("day") ? amount * 24 : amount;
}
