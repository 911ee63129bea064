import type { z } from "zod";
import type { Permission } from "@/server/auth";
import type { Context } from "@/server/shared/context";

export type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

/** What a handler may answer besides a JSON value. */
export type RestResult = unknown | Response;

/**
 * One operation of the REST API, as data: the dispatcher, the OpenAPI document, the isolation matrix and the RBAC
 * test all read the same table.
 */
export interface RestRoute {
  method: Method;
  /** Below `/api/v1`, with `{id}` for parameters. */
  path: string;
  noun: string;
  summary: string;
  /** null: open to everybody with a valid key (or, with `public`, to everybody). */
  permission: Permission | null;
  public?: true;
  /** Its body is a question: nothing is changed. */
  asks?: true;
  /** Only the command line on this machine may call it. */
  localOnly?: true;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Answer's schema; absent for streams and empty answers. */
  output?: z.ZodType;
  /** Status of success; default 200. */
  status?: number;
  /** Largest JSON body; default 5 MB. */
  maxBodyBytes?: number;
  /** The body is a stream the handler reads itself. */
  rawBody?: true;
  handle(ctx: Context, input: RestInput): Promise<RestResult>;
}

export interface RestInput {
  params: Record<string, string>;
  // biome-ignore lint/suspicious/noExplicitAny: each route's own schema has parsed it; `route` gives handlers the type
  query: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  body: any;
  request: Request;
}

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;

/** Types the handler's query and body from the schemas beside it. */
export function route<Q extends z.ZodObject | undefined, B extends z.ZodType | undefined>(
  definition: Omit<RestRoute, "handle" | "query" | "body"> & {
    query?: Q;
    body?: B;
    handle(
      ctx: Context,
      input: { params: Record<string, string>; query: Parsed<Q>; body: Parsed<B>; request: Request },
    ): Promise<RestResult>;
  },
): RestRoute {
  return definition as RestRoute;
}
