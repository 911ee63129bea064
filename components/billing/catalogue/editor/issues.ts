import { TRPCClientError } from "@trpc/client";

interface Issue {
  path: string;
  message: string;
}

/** What the server says is wrong, by the place in the plan. */
export interface Issues {
  /** Whether something at this place, or inside it, is wrong. */
  at(path: string): boolean;
  /** The server's sentences for all of it. */
  all: Issue[];
}

export const NO_ISSUES: Issues = { at: () => false, all: [] };

/** The issues of a refused plan; none of other errors. */
export function issuesOf(error: unknown): Issues {
  const list: Issue[] = error instanceof TRPCClientError ? (error.data?.app?.issues ?? []) : [];
  return {
    all: list,
    at: (path) => list.some((issue) => issue.path === path || issue.path.startsWith(`${path}.`)),
  };
}
