import { mkdir, rename, writeFile } from "node:fs/promises";
import { basename, extname, join, resolve } from "node:path";
import { build } from "esbuild";
import { bundling } from "@/server/setup/bundles.mjs";
import { randomToken, sha256 } from "@/server/shared/crypto";
import { PROCESS_SOURCES, type ProcessEntry, type ProcessName } from "@/server/shared/processes";

/** Below node_modules, so that packages resolve from there. */
const FOLDER = resolve("node_modules/.cache/tenantry-test");

const made = new Map<string, Promise<ProcessEntry>>();

/** The bundle of a process, made as the build makes it: it starts several times faster than its source. */
export function bundledEntry(name: ProcessName): Promise<ProcessEntry> {
  return bundledSource(PROCESS_SOURCES[name]);
}

/** The same of any program of the tests. @param source relative to the project's root */
export function bundledSource(source: string): Promise<ProcessEntry> {
  const found = made.get(source) ?? bundle(source);
  made.set(source, found);
  return found;
}

async function bundle(source: string): Promise<ProcessEntry> {
  const { outputFiles } = await build({
    ...bundling(resolve(".")),
    entryPoints: [source],
    outdir: FOLDER,
    sourcemap: "inline",
  });
  const text = outputFiles[0]?.text ?? "";
  const file = join(FOLDER, `${basename(source, extname(source))}.${sha256(text).slice(0, 16)}.mjs`);
  await mkdir(FOLDER, { recursive: true });
  // Other test processes write the same file at the same time.
  const temporary = `${file}.${randomToken(6)}`;
  await writeFile(temporary, text);
  await rename(temporary, file);
  return { file, execArgv: ["--enable-source-maps"] };
}
