import { appendFile, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { safePart } from "@/server/builtin/files/paths";
import type { ReloadLogLine } from "@/server/platform/port";
import { makeFolder } from "@/server/shared/make-folder";

const MAX_LINES = 50_000;
const MAX_MESSAGE = 4_000;
const IN_MEMORY = 2_000;
/** Lines one call answers; the caller comes again for the rest. */
const PAGE = 5_000;

/** Where the log of a reload is kept. */
export function logPath(folder: string, tenant: string, reload: string): string {
  return join(folder, safePart(tenant), `${safePart(reload)}.jsonl`);
}

/** The log of one reload: numbered on over its attempts, appended as it comes, readable meanwhile. */
export class LogFile {
  private recent: ReloadLogLine[] = [];
  private seq = 0;
  private writing: Promise<void> = Promise.resolve();

  private constructor(private readonly path: string) {}

  /** Opens it, behind the lines of earlier attempts. */
  static async open(path: string): Promise<LogFile> {
    const log = new LogFile(path);
    await makeFolder(dirname(path));
    const text = await readFile(path, "utf8").catch(() => "");
    log.seq = parsed(text).at(-1)?.seq ?? 0;
    if (text !== "" && !text.endsWith("\n")) await appendFile(path, "\n");
    return log;
  }

  append(lines: Omit<ReloadLogLine, "seq">[]): void {
    const kept = lines.slice(0, Math.max(0, MAX_LINES - this.seq)).map((line) => this.number(line));
    if (kept.length === 0) return;
    this.recent = [...this.recent, ...kept].slice(-IN_MEMORY);
    const text = kept.map((line) => `${JSON.stringify(line)}\n`).join("");
    this.writing = this.writing
      .then(() => appendFile(this.path, text, { mode: 0o600 }))
      .catch(() => undefined);
  }

  /** Lines with `seq > after`, oldest first. */
  async read(after: number): Promise<ReloadLogLine[]> {
    const first = this.recent[0]?.seq ?? this.seq + 1;
    if (after + 1 >= first) return this.recent.filter((l) => l.seq > after).slice(0, PAGE);
    await this.writing;
    return readLog(this.path, after);
  }

  /** Resolves when everything appended is on disk. */
  flushed(): Promise<void> {
    return this.writing;
  }

  private number(line: Omit<ReloadLogLine, "seq">): ReloadLogLine {
    const last = ++this.seq === MAX_LINES;
    const message = last ? "The log ends here: it has become too long." : line.message.slice(0, MAX_MESSAGE);
    return { seq: this.seq, at: line.at, level: line.level, source: line.source, message };
  }
}

/** Lines of a log that nobody writes; none where there is no file. A line cut by a crash is left out. */
export async function readLog(path: string, after = 0): Promise<ReloadLogLine[]> {
  const text = await readFile(path, "utf8").catch(() => "");
  return parsed(text)
    .filter((line) => line.seq > after)
    .slice(0, PAGE);
}

function parsed(text: string): ReloadLogLine[] {
  return text.split("\n").flatMap((line) => parse(line) ?? []);
}

function parse(line: string): ReloadLogLine | null {
  if (!line.endsWith("}")) return null;
  try {
    return JSON.parse(line) as ReloadLogLine;
  } catch {
    return null;
  }
}

/** Removes the logs of a tenant. */
export async function removeLogs(folder: string, tenant: string): Promise<void> {
  await rm(join(folder, safePart(tenant)), { recursive: true, force: true });
}
