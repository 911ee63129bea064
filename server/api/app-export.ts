import { readerOf } from "@/server/apps";
import { exportInput } from "@/server/exports";
import type { Services } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { body } from "./embed/data";
import { exportLines, LINES_TYPE } from "./export-lines";
import { problem } from "./rest/problem";
import { personOf } from "./uploads";

/** A file of what a person looks at in an app, for the portal's own pages; the session cookie says who. */
export async function handleAppExport(
  services: Services,
  request: Request,
  { id, url }: { id: string; url: string },
): Promise<Response> {
  try {
    const reader = await readerOf(await personOf(services, request, url), id);
    const input = parse(exportInput, await body(request));
    return new Response(exportLines(services, request, { reader, input }), {
      headers: {
        "content-type": LINES_TYPE,
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
      },
    });
  } catch (error) {
    return problem(error, "app-export", services.log);
  }
}
