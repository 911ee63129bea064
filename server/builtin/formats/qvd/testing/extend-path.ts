import { FormatError } from "../../format-error";
import { type Extension, extendQvd } from "../extend";
import { QvdFile } from "../file";

/** Extends the file of a path; false, as of any other it is not done to, for one that is no QVD. */
export async function extendPath(from: string, to: string, extension: Extension): Promise<boolean> {
  const file = await QvdFile.open(from).catch((error: unknown) => {
    if (error instanceof FormatError) return null;
    throw error;
  });
  try {
    return file !== null && (await extendQvd(file, to, extension));
  } finally {
    await file?.close();
  }
}
