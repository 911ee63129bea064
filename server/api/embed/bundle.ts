import { spawn } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { settings } from "@/server/shared/settings";

/** What `server/setup/embed-bundle.mjs` made. */
export interface EmbedManifest {
  /** Files of the document, below `/embed/assets/`; the opening begins the talk with the page around. */
  opening: string;
  script: string;
  styles: string[];
  /** Every text's font. */
  fonts: string[];
  /** Chunks the script needs at once. */
  preload: string[];
  /** Every file there is: name → content type. */
  files: Record<string, string>;
}

const folder = () => join(/* turbopackIgnore: true */ process.cwd(), "dist", "embed");

let known: { at: number; manifest: EmbedManifest } | null = null;
/** Files read before, of the manifest that is known. */
const kept = new Map<string, Buffer>();
let building: Promise<void> | null = null;

/** In development the bundle is made when somebody looks: quick where nothing changed. */
function build(): Promise<void> {
  building ??= new Promise<void>((done, failed) => {
    const script = join(/* turbopackIgnore: true */ process.cwd(), "server", "setup", "embed-bundle.mjs");
    const child = spawn(process.execPath, [script, "--if-stale"], { stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.on("data", (chunk) => {
      said += chunk;
    });
    child.on("error", failed);
    child.on("close", (code) =>
      code === 0 ? done() : failed(new Error(`The embed can't be bundled:\n${said}`)),
    );
  }).finally(() => {
    building = null;
  });
  return building;
}

/** The bundle's files. @throws where the portal was not built */
export async function embedManifest(): Promise<EmbedManifest> {
  if (!settings().built) await build();
  const file = join(folder(), "manifest.json");
  const at = (await stat(file)).mtimeMs;
  if (known?.at !== at) {
    known = { at, manifest: JSON.parse(await readFile(file, "utf8")) };
    kept.clear();
  }
  return known.manifest;
}

export interface Asset {
  body: Buffer;
  type: string;
  encoding: "br" | "gzip" | null;
}

async function bytes(name: string): Promise<Buffer> {
  const here = kept.get(name);
  if (here) return here;
  const read = await readFile(join(folder(), "assets", name));
  if (kept.size > 400) kept.clear();
  kept.set(name, read);
  return read;
}

/** A file of the bundle in the best form the browser takes; null for what is no such file. */
export async function embedAsset(name: string, accepts: string): Promise<Asset | null> {
  const { files } = known?.manifest ?? (await embedManifest());
  const type = Object.hasOwn(files, name) ? files[name] : undefined;
  if (!type) return null;
  const packed = !/^(font|image)\//.test(type);
  if (packed && /\bbr\b/.test(accepts)) return { body: await bytes(`${name}.br`), type, encoding: "br" };
  if (packed && /\bgzip\b/.test(accepts)) return { body: await bytes(`${name}.gz`), type, encoding: "gzip" };
  return { body: await bytes(name), type, encoding: null };
}
