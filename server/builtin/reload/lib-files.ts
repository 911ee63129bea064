import { mkdir, readdir, readFile, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, sep } from "node:path";
import { AppError } from "@/server/shared/errors";
import type { ReloadJob } from "./messages";
import type { Sessions } from "./sessions";

/** Name of the space of a tenant's own files: `STORE … INTO [lib://Stored/sales.csv]`, and reading them again. */
const STORED = "stored";
/** Name of the space of the template's `files/`. */
const TEMPLATE = "template";
const MAX_INCLUDE_BYTES = 1024 * 1024;

/** Finds the files that `lib://Name/path` means; nothing outside of the named place can be named. */
export class LibFiles {
  constructor(
    private readonly job: ReloadJob,
    private readonly resolvePath: (path: string) => Promise<string>,
    private readonly sessions: Pick<Sessions, "resolve">,
  ) {}

  /** Existing files, sorted. Throws `source.file_missing` where none fits. */
  async read(libPath: string): Promise<string[]> {
    const { name, path } = split(libPath);
    const found = await this.find(name, path);
    if (found.length > 0) return found.sort();
    throw new AppError("invalid", "source.file_missing", `There is no file "${libPath}".`, {
      advice: "Check the name against the files of the connection; * and ? stand for characters of a name.",
      params: { path: libPath },
    });
  }

  /** Only the tenant's own space can be written to. Makes the folder. */
  async write(libPath: string): Promise<string> {
    const { name, path } = split(libPath);
    if (name.toLowerCase() !== STORED || /[*?]/.test(path))
      throw forbidden(libPath, `Tables are stored in lib://${STORED}/….`);
    const target = join(this.job.folders.stored, path);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await below(this.job.folders.stored, dirname(target), libPath);
    return target;
  }

  async include(path: string): Promise<string | null> {
    const wanted = path.replace(/^lib:\/\/template\//i, "").replace(/^\.?\//, "");
    const file = this.job.files.find((f) => f.path === wanted);
    if (!file) return null;
    const at = join(this.job.folders.templates, file.sha256);
    const { size } = await stat(at);
    if (size > MAX_INCLUDE_BYTES)
      throw new AppError("limit", "script.limit", `The included file "${wanted}" is larger than 1 MB.`);
    return readFile(at, "utf8");
  }

  private async find(name: string, path: string): Promise<string[]> {
    if (name.toLowerCase() === STORED) return inFolder(this.job.folders.stored, path);
    if (name.toLowerCase() === TEMPLATE) {
      const fits = pattern(path);
      const files = this.job.files.filter((f) => fits.test(f.path));
      return files.map((f) => join(this.job.folders.templates, f.sha256));
    }
    const connection = this.job.connections[this.sessions.resolve(name)];
    const places = placesOf(connection?.properties ?? {});
    if (places.length === 0) throw forbidden(name, "It is not a connection to files.");
    const found: string[] = [];
    for (const place of places) {
      const real = await this.resolvePath(place);
      if ((await stat(real)).isDirectory()) found.push(...(await inFolder(real, path)));
      else if (pattern(path).test(basename(real))) found.push(real);
    }
    return found;
  }
}

/** `lib://Name/a/b.csv` as its two parts. Throws `source.forbidden` for a way upwards. */
function split(libPath: string): { name: string; path: string } {
  const match = /^(?:lib:\/\/)?:?([^/]+)\/(.+)$/i.exec(libPath.trim());
  const [, name = "", path = ""] = match ?? [];
  const segments = path.split("/");
  if (
    !match ||
    path.includes("\0") ||
    path.includes("\\") ||
    segments.some((s) => s === ".." || s === "." || s === "")
  )
    throw forbidden(libPath, "Write it as lib://Connection/folder/file.csv.");
  return { name, path };
}

function placesOf(properties: Record<string, unknown>): string[] {
  const values = ["folder", "path", "file", "files"].flatMap((key) => properties[key] ?? []);
  return values.filter((v): v is string => typeof v === "string" && v !== "");
}

/** `*` and `?` stand for characters of one name, never for a slash. */
function pattern(path: string): RegExp {
  const text = path
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, "[^/]*")
    .replace(/\?/g, "[^/]");
  return new RegExp(`^${text}$`, "i");
}

async function inFolder(folder: string, path: string): Promise<string[]> {
  const fits = pattern(path);
  const depth = path.split("/").length;
  const found: string[] = [];
  for (const relative of await namesBelow(folder, "", depth)) {
    if (!fits.test(relative)) continue;
    found.push(await below(folder, join(folder, relative), relative));
  }
  return found;
}

/** Relative paths of exactly `depth` parts. */
async function namesBelow(folder: string, prefix: string, depth: number): Promise<string[]> {
  const entries = await readdir(join(folder, prefix), { withFileTypes: true }).catch(() => []);
  const names: string[] = [];
  for (const entry of entries) {
    const relative = prefix ? `${prefix}/${entry.name}` : entry.name;
    if (depth > 1) names.push(...(await namesBelow(folder, relative, depth - 1)));
    else if (!entry.isDirectory()) names.push(relative);
  }
  return names;
}

/** The path with every link followed; throws where it leads out of the folder. */
async function below(folder: string, path: string, asked: string): Promise<string> {
  const [root, real] = await Promise.all([realpath(folder), realpath(path)]);
  if (real !== root && !real.startsWith(root + sep))
    throw forbidden(asked, "It leads out of the connection's folder.");
  return real;
}

function forbidden(path: string, advice: string): AppError {
  return new AppError("forbidden", "source.forbidden", `"${path}" may not be reached from a script.`, {
    advice,
    params: { path },
  });
}
