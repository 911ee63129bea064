import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, sep } from "node:path";
import type { StoredConnection } from "@/server/builtin/objects";
import { storingWriter } from "@/server/builtin/script";
import type { LibFile } from "@/server/builtin/script/port";
import { matchesPath } from "@/server/builtin/script/wildcard";
import { pathsOf, withSheet } from "@/server/builtin/sources/files/declared";
import { fileProperties } from "@/server/builtin/sources/files/properties";
import { AppError } from "@/server/shared/errors";
import { makeFolder } from "@/server/shared/make-folder";
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
    readonly resolvePath: (path: string) => Promise<string>,
    private readonly sessions: Pick<Sessions, "resolve">,
  ) {}

  /** Existing files by name; none where none fits. */
  async list(libPath: string): Promise<LibFile[]> {
    const { name, path } = split(libPath);
    return (await this.find(name, path)).sort(byName);
  }

  /** Existing folders by name, as `lib://Name/folder`; none where none fits. */
  async folders(libPath: string): Promise<string[]> {
    const { name, path } = split(libPath);
    const found: string[] = [];
    for (const folder of await this.placesOf(name)) {
      if (typeof folder === "string")
        found.push(...(await inFolder(folder, path, "folders")).map((f) => f.relative));
      else found.push(...parentFolders(folder.map((f) => f.relative)).filter((f) => matchesPath(f, path)));
    }
    return [...new Set(found)].sort().map((relative) => `lib://${name}/${relative}`);
  }

  /** Only the tenant's own space can be written to. Makes the folder. */
  async write(libPath: string): Promise<string> {
    const { name, path } = split(libPath);
    if (name.toLowerCase() !== STORED || /[*?]/.test(path))
      throw forbidden(libPath, `Tables are stored in lib://${STORED}/….`);
    const target = join(this.job.folders.stored, path);
    await makeFolder(dirname(target));
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

  private async find(name: string, path: string): Promise<LibFile[]> {
    const found: FoundFile[] = [];
    for (const place of await this.placesOf(name)) {
      if (typeof place === "string") found.push(...(await inFolder(place, path, "files")));
      else found.push(...place.filter((f) => matchesPath(f.relative, path)));
    }
    return Promise.all(
      found.map(async ({ relative, path: at }) => {
        const { size, mtime } = await stat(at);
        return { path: at, lib: `lib://${name}/${relative}`, bytes: size, modified: mtime };
      }),
    );
  }

  /** Where a name leads: folders (their absolute paths), or lists of single files. */
  private async placesOf(name: string): Promise<(string | FoundFile[])[]> {
    const { folders, files, connections } = this.job;
    if (name.toLowerCase() === STORED) return [folders.stored];
    if (name.toLowerCase() === TEMPLATE)
      return [files.map((f) => ({ relative: f.path, path: join(folders.templates, f.sha256) }))];
    const connection = connections[this.sessions.resolve(name)];
    const declared = connection ? await this.declared(connection) : [];
    if (declared.length === 0) throw forbidden(name, "It is not a connection to files.");
    const found: (string | FoundFile[])[] = [];
    for (const real of new Set(declared)) {
      const isFolder = (await stat(real)).isDirectory();
      found.push(isFolder ? real : [{ relative: basename(real), path: real }]);
    }
    return found;
  }

  /** Folders and files a connection grants, resolved. */
  private async declared({ kind, properties }: StoredConnection): Promise<string[]> {
    // What a bucket calls files are objects elsewhere, however much their keys look like paths.
    if (kind === "s3") return [];
    if (kind !== "files") return Promise.all(places(properties).map((place) => this.resolvePath(place)));
    const { folder, files = {} } = fileProperties(properties);
    const names = Object.values(files).flatMap((list) => list.map((name) => withSheet(name).file));
    const others = folder === undefined ? names : names.filter((name) => name.startsWith("upload:"));
    const granted = folder === undefined ? [] : [await this.resolvePath(folder)];
    for (const name of others) granted.push(...(await pathsOf(name, null, this)));
    return granted;
  }
}

interface FoundFile {
  /** Path below its place, with slashes. */
  relative: string;
  path: string;
}

function byName(a: LibFile, b: LibFile): number {
  return a.lib < b.lib ? -1 : a.lib > b.lib ? 1 : 0;
}

/** Every folder above the files, `a` and `a/b` for `a/b/c.csv`. */
function parentFolders(files: readonly string[]): string[] {
  const parents = files.flatMap((file) => {
    const parts = file.split("/").slice(0, -1);
    return parts.map((_, i) => parts.slice(0, i + 1).join("/"));
  });
  return [...new Set(parents)];
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

function places(properties: Record<string, unknown>): string[] {
  const values = ["folder", "path", "file", "files"].flatMap((key) => properties[key] ?? []);
  return values.filter((v): v is string => typeof v === "string" && v !== "");
}

/** What is in a folder and fits a path, links followed. Throws `source.forbidden` for what leads out of it. */
async function inFolder(folder: string, path: string, what: Wanted): Promise<FoundFile[]> {
  const depth = path.split("/").length;
  const found: FoundFile[] = [];
  for (const relative of await namesBelow(folder, "", depth, what)) {
    if (!matchesPath(relative, path)) continue;
    found.push({ relative, path: await below(folder, join(folder, relative), relative) });
  }
  return found;
}

type Wanted = "files" | "folders";

/** Relative paths of exactly `depth` parts; what is not stored to its end is not there yet. */
async function namesBelow(folder: string, prefix: string, depth: number, what: Wanted): Promise<string[]> {
  const entries = await readdir(join(folder, prefix), { withFileTypes: true }).catch(() => []);
  const names: string[] = [];
  for (const entry of entries) {
    if (storingWriter(entry.name) !== null) continue;
    const relative = prefix ? `${prefix}/${entry.name}` : entry.name;
    if (depth > 1) names.push(...(await namesBelow(folder, relative, depth - 1, what)));
    else if (entry.isDirectory() === (what === "folders")) names.push(relative);
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
