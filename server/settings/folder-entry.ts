import { stat } from "node:fs/promises";
import { isAbsolute, relative, resolve, sep } from "node:path";

const contains = (folder: string, path: string) => {
  const way = relative(folder, path);
  return way === "" || !(way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way));
};

/** What is wrong with a folder that sources may read; null where nothing is. The portal's own data is none. */
export async function folderProblem(folder: string, dataFolder: string): Promise<string | null> {
  if (!isAbsolute(folder)) return "is no absolute path";
  const path = resolve(folder);
  const own = resolve(dataFolder);
  const sample = resolve(own, "sample");
  if (!contains(sample, path) && (contains(own, path) || contains(path, own)))
    return "holds the portal's own data";
  const found = await stat(path).catch(() => null);
  if (!found) return "does not exist on the portal's machine";
  return found.isDirectory() ? null : "is a file, not a folder";
}
