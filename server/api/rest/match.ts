import { REST_BASE } from "./base";
import type { RestRoute } from "./route";
import { restRoutes } from "./routes";

export type Match =
  | { kind: "route"; route: RestRoute; params: Record<string, string> }
  | { kind: "method"; allowed: string[] }
  | { kind: "none" };

interface Pattern {
  route: RestRoute;
  expression: RegExp;
  names: string[];
}

let patterns: Pattern[] | undefined;

function compile(route: RestRoute): Pattern {
  const names: string[] = [];
  const source = route.path
    .split("/")
    .map((part) => {
      const name = /^\{(\w+)\}$/.exec(part)?.[1];
      if (!name) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      names.push(name);
      return "([^/]+)";
    })
    .join("/");
  return { route, names, expression: new RegExp(`^${REST_BASE}${source}/?$`) };
}

/** Static paths win over parameters: `/connections/test` over `/connections/{id}`. */
function ordered(): Pattern[] {
  patterns ??= restRoutes.map(compile).sort((a, b) => a.names.length - b.names.length);
  return patterns;
}

/** A part of the path as text; what is no valid encoding stays as it came, and names nothing. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function matchRoute(method: string, pathname: string): Match {
  const fitting = ordered().flatMap((p) => {
    const hit = p.expression.exec(pathname);
    return hit ? [{ p, hit }] : [];
  });
  const exact = fitting.find(({ p }) => p.route.method === method);
  if (exact) {
    const entries = exact.p.names.map((name, i) => [name, decoded(exact.hit[i + 1] ?? "")]);
    return { kind: "route", route: exact.p.route, params: Object.fromEntries(entries) };
  }
  if (fitting.length > 0) return { kind: "method", allowed: fitting.map(({ p }) => p.route.method) };
  return { kind: "none" };
}
