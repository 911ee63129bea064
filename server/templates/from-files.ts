import { z } from "zod";
import { AppError } from "@/server/shared/errors";
import { TEMPLATE_LIMITS, type TemplateSource } from "./source";

export const MAX_IMPORT_BYTES = Math.ceil(TEMPLATE_LIMITS.totalBytes * 1.4);

/** A template's folder as it comes over the API. */
export const templateFilesInput = z.strictObject({
  /** Name of the folder, for messages. */
  name: z.string().max(300).default("template"),
  files: z
    .array(
      z.strictObject({
        path: z
          .string()
          .max(300)
          .regex(/^(?!\/)(?!.*(^|\/)\.\.?(\/|$))[^\\\0]+$/, "is a path inside the folder, with /"),
        /** Base64. */
        content: z.base64(),
      }),
    )
    .min(1)
    .max(TEMPLATE_LIMITS.files),
});
export type TemplateFilesInput = z.input<typeof templateFilesInput>;

/** Uploaded files in the shape an import reads. @throws `templates.folder` where a part is missing */
export function sourceFromFiles(input: z.output<typeof templateFilesInput>): TemplateSource {
  const bytes = new Map(input.files.map((f) => [f.path, Buffer.from(f.content, "base64")]));
  const shown = (path: string) => `${input.name}/${path}`;
  const textOf = (path: string) => ({
    file: shown(path),
    text: (bytes.get(path) ?? Buffer.of()).toString("utf8"),
  });
  for (const needed of ["template.yaml", "script.qvs"]) {
    if (bytes.has(needed)) continue;
    throw new AppError(
      "invalid",
      "templates.folder",
      `The template folder "${input.name}" has no ${needed}.`,
      {
        advice: `Add ${needed}; docs/templates.md shows one.`,
      },
    );
  }
  const paths = [...bytes.keys()].sort();
  return {
    manifest: textOf("template.yaml"),
    script: textOf("script.qvs"),
    sheets: paths.filter((p) => /^sheets\/[^/]+\.ya?ml$/.test(p)).map(textOf),
    files: paths
      .filter((p) => p.startsWith("files/"))
      .map((p) => ({ path: p.slice("files/".length), bytes: bytes.get(p) ?? Buffer.of() })),
  };
}
