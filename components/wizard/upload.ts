import type { UploadedFile } from "@/server/files";
import { answeringFetch } from "../providers/answering-fetch";

/** Characters an upload's name may have; others become hyphens. */
function safeName(name: string): string {
  const plain = name.normalize("NFKD").replace(/[^A-Za-z0-9 _.()-]+/g, "-");
  return plain.replace(/^[^A-Za-z0-9]+/, "") || "file";
}

/**
 * Sends a file to a tenant's uploads.
 * @param noAnswer what to say where nothing answers
 * @returns the file; its `path` is what a connection writes to read it
 * @throws Error whose message is the server's sentence
 */
export async function upload(
  tenant: string,
  file: File,
  noAnswer: string,
): Promise<Pick<UploadedFile, "id" | "name" | "path">> {
  const query = new URLSearchParams({ tenant, name: safeName(file.name) });
  const response = await answeringFetch(noAnswer)(`/api/uploads?${query}`, { method: "POST", body: file });
  const answer = (await response.json()) as {
    id: string;
    name: string;
    path: string;
    title?: string;
    detail?: string;
  };
  if (!response.ok) throw new Error([answer.title, answer.detail].filter(Boolean).join(" "));
  return answer;
}
