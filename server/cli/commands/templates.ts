import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { type Command, UsageError } from "../command";
import { table } from "../output";

/** All files of a template's folder, as the portal takes them: path with `/`, bytes in base64. */
function readFolder(folder: string): { path: string; content: string }[] {
  try {
    if (!statSync(folder).isDirectory()) throw new Error("is not a folder");
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
      .map((name) => join(folder, name))
      .filter((file) => statSync(file).isFile())
      .map((file) => ({
        path: relative(folder, file).split(sep).join("/"),
        content: readFileSync(file).toString("base64"),
      }));
  } catch (error) {
    throw new UsageError(`${folder}: ${(error as Error).message}`);
  }
}

/** `sales`, `sales@1.2.0` or `sales@draft`. */
function reference(text: string): { id: string; version?: string } {
  const [id = "", version, more] = text.split("@");
  if (!id || version === "" || more !== undefined)
    throw new UsageError(`"${text}": write TEMPLATE or TEMPLATE@VERSION, for example sales@1.2.0`);
  return version === undefined ? { id } : { id, version };
}

/** Writes a file; one that is there already only where `force` says so. */
function writeNew(file: string, bytes: Uint8Array, force: boolean): void {
  try {
    writeFileSync(file, bytes, { flag: force ? "w" : "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST")
      throw new UsageError(`${file} is there already. Choose another name, or overwrite it with --force.`);
    throw new UsageError((error as Error).message);
  }
}

interface TemplateVersion {
  id: string;
  version: string;
  effect: string;
}

interface ClonedTemplate {
  id: string;
  title: string;
  revision: number;
}

export const templateCommands: Command[] = [
  {
    name: "templates import",
    args: ["PATH"],
    help: "Import a template's folder (template.yaml, script.qvs, sheets/, files/).",
    async run({ portal, args, out }) {
      const imported = await portal.call<TemplateVersion>("POST", "/templates", {
        name: args[0],
        files: readFolder(args[0] ?? ""),
      });
      out.result(imported, () => `${imported.id}@${imported.version}: ${imported.effect}.`);
      return 0;
    },
  },
  {
    name: "templates list",
    help: "List templates.",
    async run({ portal, out }) {
      const { items } = await portal.call<{ items: { id: string; module: string; latestVersion: string }[] }>(
        "GET",
        "/templates?limit=200",
      );
      out.result(items, () =>
        table(
          ["TEMPLATE", "MODULE", "LATEST"],
          items.map((t) => [t.id, t.module, t.latestVersion]),
        ),
      );
      return 0;
    },
  },
  {
    name: "templates export",
    args: ["NAME[@VERSION]", "FILE"],
    help: "Write a template's folder as a zip file: the newest release, a version, or @draft.",
    options: { force: { type: "boolean", help: "Overwrite FILE." } },
    async run({ portal, args, options, out }) {
      const { id, version } = reference(args[0] ?? "");
      const file = args[1] ?? "";
      const query = version ? `?version=${encodeURIComponent(version)}` : "";
      const bytes = await portal.download(`/templates/${encodeURIComponent(id)}/export${query}`);
      writeNew(file, bytes, Boolean(options.force));
      out.result(
        { id, version: version ?? null, file, bytes: bytes.length },
        () => `${args[0]} is in ${file}.`,
      );
      return 0;
    },
  },
  {
    name: "templates clone",
    args: ["NAME[@VERSION]", "NEW-NAME"],
    help: "Copy a released template as the draft of a new one.",
    options: { title: { type: "string", value: "TITLE", help: "Title of the copy." } },
    async run({ portal, args, options, out }) {
      const { id, version } = reference(args[0] ?? "");
      const copy = await portal.call<ClonedTemplate>("POST", `/templates/${encodeURIComponent(id)}/clone`, {
        as: args[1],
        ...(version ? { version } : {}),
        ...(options.title ? { title: options.title } : {}),
      });
      const made = { id: copy.id, title: copy.title, revision: copy.revision };
      out.result(
        made,
        () => `${copy.id}: a draft, to be changed and released at /templates/${copy.id}/draft.`,
      );
      return 0;
    },
  },
];
