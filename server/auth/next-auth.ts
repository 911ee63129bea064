import type { NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import type { Services } from "@/server/shared/context";
import { isAppError } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { createSignInLimiter, SESSION_HOURS, type SignInLimiter, signIn, signOut } from "@/server/users";
import { knownAddress, networkAddress } from "./network-address";
import { SESSION_COOKIE, sessionSecret } from "./session-cookie";

declare module "next-auth" {
  interface User {
    sid?: string;
  }
}
declare module "next-auth/jwt" {
  interface JWT {
    sid?: string;
  }
}

type Headers = Record<string, string | string[] | undefined> | undefined;

function header(headers: Headers, name: string): string {
  const value = headers?.[name];
  return (Array.isArray(value) ? value[0] : value) ?? "";
}

const KEY = Symbol.for("tenantry.sign-in-limiter");
const holder = globalThis as { [KEY]?: SignInLimiter };

/**
 * next-auth with one provider: e-mail and password. The token carries a session's id and nothing else, so that
 * roles are read fresh and a session can be ended from the server.
 */
export function authOptions(services: Services, url: string): NextAuthOptions {
  holder[KEY] ??= createSignInLimiter();
  const limiter = holder[KEY];
  const secure = url.startsWith("https:");
  return {
    secret: sessionSecret(services),
    session: { strategy: "jwt", maxAge: SESSION_HOURS * 3600 },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    useSecureCookies: secure,
    cookies: {
      sessionToken: {
        name: SESSION_COOKIE,
        options: { httpOnly: true, sameSite: "lax", path: "/", secure },
      },
    },
    providers: [
      Credentials({
        name: "Password",
        credentials: { email: {}, password: { type: "password" }, code: {} },
        async authorize(credentials, request) {
          const forwardedFor = header(request.headers, "x-forwarded-for");
          const asked = { ...services, requestId: newId("request"), address: knownAddress(forwardedFor) };
          const session = await signIn(asked, limiter, {
            email: credentials?.email ?? "",
            password: credentials?.password ?? "",
            code: credentials?.code,
            ip: networkAddress(forwardedFor),
            userAgent: header(request.headers, "user-agent"),
          }).catch((error: unknown) => {
            if (isAppError(error)) throw new Error(error.code);
            services.log.error({ err: error }, "sign-in failed");
            throw new Error("internal");
          });
          return session ? { id: session.userId, sid: session.sessionId } : null;
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user?.sid ? { sid: user.sid } : { sid: token.sid }),
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      async signOut({ token }) {
        if (token?.sid) await signOut(services, token.sid);
      },
    },
    logger: {
      error: (code) => services.log.warn({ code }, "next-auth"),
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}
