import { lstat, readdir, readFile } from "node:fs/promises";
import { basename, join, relative, sep } from "node:path";
import { AppError } from "@/server/shared/errors";

/** What of a template is typed. `file` is for messages. */
export interface TemplateTexts {
  manifest: { file: string; text: string };
  script: { file: string; text: string };
  sheets: { file: string; text: string }[];
}

/** A template's folder as text and bytes, wherever it came from: a folder, an upload, an archive. */
export interface TemplateSource extends TemplateTexts {
  /** Below `files/`; `path` is relative to it, with `/`. */
  files: { path: string; bytes: Buffer }[];
}

export const TEMPLATE_LIMITS = { files: 200, fileBytes: 20_000_000, totalBytes: 100_000_000 };

/**
 * Reads `template.yaml`, `script.qvs`, `sheets/*.yaml` and `files/**` of a folder. Links are refused, other files ignored.
 * @throws `templates.folder` where a part is missing or too large
 */
export async function readTemplateFolder(folder: string): Promise<TemplateSource> {
  const shown = basename(folder);
  const need = async (name: string) => ({
    file: `${shown}/${name}`,
    text: await readFile(join(folder, name), "utf8").catch(() => {
      throw folderError(
        `The template folder "${shown}" has no ${name}.`,
        `Add ${name}; docs/templates.md shows one.`,
      );
    }),
  });
  const manifest = await need("template.yaml");
  const script = await need("script.qvs");
  const sheets: TemplateSource["sheets"] = [];
  for (const path of await filesBelow(join(folder, "sheets")))
    if (/^[^/]+\.ya?ml$/.test(path))
      sheets.push({
        file: `${shown}/sheets/${path}`,
        text: await readFile(join(folder, "sheets", path), "utf8"),
      });
  const files: TemplateSource["files"] = [];
  for (const path of await filesBelow(join(folder, "files")))
    files.push({ path, bytes: await readFile(join(folder, "files", path)) });
  return { manifest, script, sheets, files };
}

/** Relative paths of all files below a folder, sorted; none where there is no folder. */
async function filesBelow(root: string): Promise<string[]> {
  const found: string[] = [];
  let total = 0;
  async function walk(folder: string): Promise<void> {
    for (const name of (await readdir(folder)).sort()) {
      if (name.startsWith(".")) continue;
      const path = join(folder, name);
      const facts = await lstat(path);
      if (facts.isDirectory()) await walk(path);
      else if (!facts.isFile())
        throw folderError(`"${relative(root, path)}" is a link or a device.`, "Copy the file itself.");
      else found.push(relative(root, path).split(sep).join("/"));
      total += facts.isFile() ? facts.size : 0;
      if (facts.isFile() && facts.size > TEMPLATE_LIMITS.fileBytes) throw tooLarge(relative(root, path));
      if (found.length > TEMPLATE_LIMITS.files || total > TEMPLATE_LIMITS.totalBytes)
        throw tooLarge("The folder");
    }
  }
  const there = await lstat(root).catch(() => null);
  if (there?.isDirectory()) await walk(root);
  return found;
}

function tooLarge(what: string): AppError {
  const { files, fileBytes, totalBytes } = TEMPLATE_LIMITS;
  return folderError(
    `${what} is too large for a template.`,
    `A template holds at most ${files} files of ${fileBytes / 1e6} MB, ${totalBytes / 1e6} MB together.`,
  );
}

function folderError(message: string, advice: string): AppError {
  return new AppError("invalid", "templates.folder", message, { advice });
}
