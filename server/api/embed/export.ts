import { embedReader } from "@/server/apps";
import { exportInput } from "@/server/exports";
import type { Services } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { exportLines } from "../export-lines";
import { appOf, body, refuseOtherSites, sessionOf } from "./data";

/** A file of what an embed's reader looks at, as `exportLines`. */
export async function embedExport(services: Services, request: Request): Promise<ReadableStream<Uint8Array>> {
  refuseOtherSites(request);
  const session = await sessionOf(services, request);
  const row = await appOf(services, session);
  const input = parse(exportInput, await body(request));
  return exportLines(services, request, { reader: await embedReader(services, session, row), input });
}
