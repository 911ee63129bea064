import { readdirSync, readFileSync, statSync } from "node:fs";
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

interface TemplateVersion {
  id: string;
  version: string;
  effect: string;
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
];
