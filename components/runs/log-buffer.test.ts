import { expect, test } from "vitest";
import { appendLines, EMPTY_LOG, filterLines, type LogLine, logText } from "./log-buffer";

const line = (n: number, level: LogLine["level"] = "info", message = `line ${n}`): LogLine => ({
  key: `rel_1:${n}`,
  at: new Date(Date.UTC(2026, 10, 21, 12, 0, 0, n)),
  level,
  source: "table",
  message,
});

test("lines come in order of time and only once, however they arrive", () => {
  const buffer = appendLines(appendLines(EMPTY_LOG, [line(3), line(1)]), [line(2), line(3), line(2)]);
  expect(buffer.lines.map((l) => l.message)).toEqual(["line 1", "line 2", "line 3"]);
  expect(appendLines(buffer, [line(1)])).toBe(buffer);
});

test("the buffer keeps the newest lines and says how many went", () => {
  const lines = Array.from({ length: 30 }, (_, i) => line(i));
  const buffer = appendLines(EMPTY_LOG, lines, 10);
  expect(buffer.lines).toHaveLength(10);
  expect(buffer.lines[0]?.message).toBe("line 20");
  expect(buffer.dropped).toBe(20);
});

test("a level shows itself and what is worse; text is found in source and message", () => {
  const lines = [line(1), line(2, "warn"), line(3, "error", "column missing")];
  expect(filterLines(lines, "warn", "")).toHaveLength(2);
  expect(filterLines(lines, "error", "")).toHaveLength(1);
  expect(filterLines(lines, "all", "COLUMN")).toHaveLength(1);
  expect(filterLines(lines, "all", "table")).toHaveLength(3);
});

test("the text of a log has one line per entry with its instant", () => {
  expect(logText([line(5, "warn")])).toBe("2026-11-21T12:00:00.005Z warn  table    line 5");
});
