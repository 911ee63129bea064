export type LogLevel = "debug" | "info" | "warn" | "error";

export interface LogLine {
  /** Unique in the buffer: where it came from and its number there. */
  key: string;
  at: Date;
  level: LogLevel;
  source: string;
  message: string;
}

/** Lines kept in memory; older ones go, the download is asked from the server. */
export const LOG_LIMIT = 5000;

export interface LogBuffer {
  lines: LogLine[];
  /** Lines that went because the buffer was full. */
  dropped: number;
}

export const EMPTY_LOG: LogBuffer = { lines: [], dropped: 0 };

/** The buffer with more lines, in order of time; lines already in are not added again. */
export function appendLines(buffer: LogBuffer, lines: readonly LogLine[], limit = LOG_LIMIT): LogBuffer {
  const keys = new Set(buffer.lines.map((line) => line.key));
  const fresh = lines.filter((line) => !keys.has(line.key) && keys.add(line.key));
  if (fresh.length === 0) return buffer;
  const all = [...buffer.lines, ...fresh].sort((a, b) => a.at.getTime() - b.at.getTime());
  const over = Math.max(0, all.length - limit);
  return { lines: over ? all.slice(over) : all, dropped: buffer.dropped + over };
}

export type LevelFilter = "all" | "warn" | "error";

/** Lines of a level or worse that contain the text, ignoring case. */
export function filterLines(lines: readonly LogLine[], level: LevelFilter, text: string): LogLine[] {
  const wanted = text.trim().toLowerCase();
  return lines.filter((line) => {
    if (level === "error" && line.level !== "error") return false;
    if (level === "warn" && line.level !== "warn" && line.level !== "error") return false;
    return !wanted || `${line.source} ${line.message}`.toLowerCase().includes(wanted);
  });
}

/** One line per entry, for the clipboard and the download: instant in UTC, level, source, message. */
export function logText(lines: readonly LogLine[]): string {
  return lines
    .map(
      (line) => `${line.at.toISOString()} ${line.level.padEnd(5)} ${line.source.padEnd(8)} ${line.message}`,
    )
    .join("\n");
}
