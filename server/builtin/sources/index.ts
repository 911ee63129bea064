import { AppError } from "@/server/shared/errors";
import { files } from "./files";
import { mysql } from "./mysql";
import type { Source } from "./port";
import { postgres } from "./postgres";
import { s3 } from "./s3";
import { sqlite } from "./sqlite";
import { sqlserver } from "./sqlserver";

/** Every kind of source by its name. */
export const sources: Record<string, Source> = { sqlite, postgres, mysql, sqlserver, files, s3 };

/** Throws `connections.kind` for a kind there is no source of. */
export function getSource(kind: string): Source {
  const source = Object.hasOwn(sources, kind) ? sources[kind] : undefined;
  if (source) return source;
  const kinds = Object.keys(sources);
  throw new AppError("invalid", "connections.kind", `There is no source of kind "${kind}".`, {
    advice: `Use one of: ${kinds.join(", ")}.`,
    params: { kind, kinds },
  });
}
