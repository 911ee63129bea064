import { scriptError, unsupported } from "./errors";
import type { BufferPrefix } from "./statements";
import type { TokenStream } from "./token-stream";

/**
 * Reads `BUFFER`, `BUFFER (STALE AFTER 7 DAYS)`, where it stands here.
 * @throws `script.unsupported` for INCREMENTAL
 */
export function readBuffer(stream: TokenStream): BufferPrefix | undefined {
  const { at } = stream.current;
  if (!stream.takeWords("buffer")) return undefined;
  if (!stream.takeSymbol("(")) return { at };
  const option = stream.current.at;
  if (stream.isWord("incremental"))
    throw unsupported(
      "BUFFER (INCREMENTAL)",
      option,
      "Load new rows by a where condition and CONCATENATE them to a stored QVD.",
    );
  stream.expectWords("stale");
  stream.takeWords("after");
  if (stream.current.type !== "number") throw stream.unexpected("a number of days or hours");
  const amount = Number(stream.next().value);
  const unit = stream.takeOneOf("hours", "hour", "days", "day") ?? "days";
  if (stream.takeSymbol(",")) throw unsupported("BUFFER (INCREMENTAL)", stream.current.at);
  stream.expectSymbol(")");
  if (!(amount > 0)) throw scriptError("script.syntax", "A buffer is fresh for some time.", { at: option });
  return { at, staleHours: unit.startsWith("day") ? amount * 24 : amount };
}
