import { initTRPC, TRPCError } from "@trpc/server";
import superjson from "superjson";
import { z } from "zod";
import { viewerOf } from "@/server/auth/actor";
import { refuseUntilSetUp } from "@/server/auth/authorize";
import { AppError, type ErrorKind, isAppError } from "@/server/shared/errors";
import { inputError } from "@/server/shared/parse";
import { personsOwn, readOnly } from "@/server/viewing";
import type { ApiContext } from "./context";

type TrpcCode = ConstructorParameters<typeof TRPCError>[0]["code"];

const CODES: Record<ErrorKind, TrpcCode> = {
  invalid: "UNPROCESSABLE_CONTENT",
  malformed: "BAD_REQUEST",
  unauthenticated: "UNAUTHORIZED",
  forbidden: "FORBIDDEN",
  "not-found": "NOT_FOUND",
  conflict: "CONFLICT",
  "too-large": "PAYLOAD_TOO_LARGE",
  "too-many": "TOO_MANY_REQUESTS",
  limit: "UNPROCESSABLE_CONTENT",
  unreachable: "UNPROCESSABLE_CONTENT",
  unavailable: "SERVICE_UNAVAILABLE",
  failed: "INTERNAL_SERVER_ERROR",
};

/** What a client learns of an error: never the cause of an unexpected one. */
function publicError(error: TRPCError, requestId: string | undefined) {
  const app = isAppError(error.cause) ? error.cause : undefined;
  if (app) {
    const { advice, issues, params } = app.options;
    return { code: app.code, message: app.message, advice, issues, params, requestId };
  }
  return { code: error.code.toLowerCase(), requestId };
}

const t = initTRPC.context<ApiContext>().create({
  transformer: superjson,
  sse: { ping: { enabled: true, intervalMs: 5000 }, client: { reconnectAfterInactivityMs: 15_000 } },
  errorFormatter({ shape, error, ctx }) {
    const unexpected = error.code === "INTERNAL_SERVER_ERROR" && !isAppError(error.cause);
    const message = unexpected ? "Something inside Tenantry failed." : shape.message;
    return {
      ...shape,
      message,
      data: { ...shape.data, stack: undefined, app: publicError(error, ctx?.requestId) },
    };
  },
});

/** The one place where errors of verbs become tRPC's: procedures have no try and catch. */
const errors = t.middleware(async ({ ctx, path, next }) => {
  const result = await next();
  if (result.ok) return result;
  const cause =
    result.error.cause instanceof z.ZodError ? inputError(result.error.cause) : result.error.cause;
  if (isAppError(cause)) {
    return { ...result, error: new TRPCError({ code: CODES[cause.kind], message: cause.message, cause }) };
  }
  if (result.error.code === "INTERNAL_SERVER_ERROR") {
    ctx.services.log.error(
      { requestId: ctx.requestId, path, err: cause ?? result.error },
      "unexpected error",
    );
  }
  return result;
});

const sameSite = t.middleware(({ ctx, type, next }) => {
  if (type === "mutation" && ctx.crossSite) {
    throw new TRPCError({ code: "FORBIDDEN", message: "This request comes from another site." });
  }
  return next();
});

/** A page that was opened before a view began or ended neither shows nor changes anything as the other person. */
const sameView = t.middleware(({ ctx, next }) => {
  if (ctx.otherView)
    throw new AppError("conflict", "viewing.changed", "This page was opened as somebody else.", {
      advice: "Load it again.",
    });
  return next();
});

const viewer = (ctx: ApiContext) => ctx.ctx && viewerOf(ctx.ctx.actor);

/** What is a person's own, or opened by a link, is nobody's who only views as them. */
const byThemselves = t.middleware(({ ctx, next }) => {
  if (viewer(ctx)) throw personsOwn();
  return next();
});

/** The store refuses as well; here it is said before anything was looked at. */
const changesNothing = t.middleware(({ ctx, type, next }) => {
  if (type === "mutation" && viewer(ctx)?.raised === false) throw readOnly();
  return next();
});

const signedIn = t.middleware(({ ctx, next }) => {
  if (!ctx.ctx) throw new TRPCError({ code: "UNAUTHORIZED", message: "Sign in first." });
  return next({ ctx: { ...ctx, ctx: ctx.ctx } });
});

const setUp = t.middleware(({ ctx, next }) => {
  if (ctx.ctx) refuseUntilSetUp(ctx.ctx.actor);
  return next();
});

export const { router, createCallerFactory } = t;
const anybody = t.procedure.use(errors).use(sameSite).use(sameView);
/** For everybody with a link: what it opens is the verb's question. */
export const openProcedure = anybody.use(byThemselves);
/** For somebody signed in, also with the one-time password still to change or a second factor to set up. */
export const accountProcedure = anybody.use(signedIn);
/** For a person's own account, which no operator reaches by viewing as them. */
export const ownProcedure = accountProcedure.use(byThemselves);
/** For somebody signed in. What they may do is the verb's question. */
export const procedure = accountProcedure.use(setUp).use(changesNothing);
/** The same for what is one person's alone, beside their account. */
export const personalProcedure = procedure.use(byThemselves);
/** The same, where a way in for somebody is made: only by whoever is signed in themselves. */
export const linkProcedure = procedure.use(byThemselves);
