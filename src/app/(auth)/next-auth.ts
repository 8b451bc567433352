import NextAuth, { CredentialsSignin, type NextAuthConfig } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import {
  anonymousCtx,
  endSession,
  isLiveSession,
  sessionSeconds,
  signInWithLink,
  signInWithPassword,
} from "@/modules/identity";
import { getEnv } from "@/server/env";
import { AppError, toAppError } from "@/server/errors";
import { getKernel } from "@/server/kernel";
import { cookieNames } from "@/server/web/cookies";
import { safeReturnPath } from "@/server/web/guard";
import { isHttps } from "@/server/web/host";

/** Why signing in was refused, carried through next-auth; `code` is what its own endpoints put into the address. */
export class SignInRefused extends CredentialsSignin {
  readonly reason: AppError;
  constructor(reason: AppError) {
    super(reason.message);
    this.code = reason.code.toLowerCase();
    this.reason = reason;
  }
}

/** next-auth holds the session cookie; who may sign in and which session lives is decided by the identity verbs. */
export const { handlers, signIn, signOut } = NextAuth((): NextAuthConfig => {
  const env = getEnv();
  const useSecureCookies = isHttps(env);
  const names = cookieNames(useSecureCookies);
  return {
    basePath: "/api/auth",
    secret: env.authSecret,
    // The proxy has checked Host against our allow-list and replaced the forwarded headers before this runs.
    trustHost: true,
    useSecureCookies,
    cookies: {
      sessionToken: { name: names.session },
      csrfToken: { name: names.csrf },
      callbackUrl: { name: names.callbackUrl },
    },
    session: { strategy: "jwt", maxAge: sessionSeconds },
    pages: { signIn: "/sign-in", signOut: "/settings", error: "/sign-in" },
    providers: [linkProvider, passwordProvider],
    callbacks: {
      jwt: async ({ token, user }) => {
        if (user) return { sub: user.id, sid: sessionIdOf(user) };
        const { db } = await getKernel();
        const sid = sessionIdOf(token);
        return sid && (await isLiveSession({ db, now: () => new Date() }, sid)) ? token : null;
      },
      // Always a path: the person stays on the address they used.
      redirect: ({ url }) => safeReturnPath(URL.parse(url)?.pathname ?? url),
      session: ({ session, token }) => ({ expires: session.expires, user: { id: token.sub } }),
    },
    events: {
      signOut: async (message) => {
        const sid = "token" in message ? sessionIdOf(message.token) : undefined;
        if (sid) await endSession(await anonymousCtx(new Headers()), sid);
      },
    },
    logger: {
      // What reaches this is caused from outside: broken cookies, unknown providers. Our own faults are reported below.
      error: (error) => {
        if (!(error instanceof CredentialsSignin)) void note(error);
      },
      warn: () => undefined,
      debug: () => undefined,
    },
  };
});

const linkProvider = Credentials({
  id: "link",
  credentials: { token: {} },
  authorize: ({ token }, request) =>
    refusing(async () => {
      const result = await signInWithLink(await anonymousCtx(request.headers), String(token ?? ""));
      if (typeof result === "string")
        throw new AppError("UNAUTHENTICATED", "This link no longer works.", { details: result });
      return { id: result.userId, sid: result.sessionId };
    }),
});

const passwordProvider = Credentials({
  id: "password",
  credentials: { email: {}, password: {} },
  authorize: ({ email, password }, request) =>
    refusing(async () => {
      const result = await signInWithPassword(await anonymousCtx(request.headers), { email, password });
      if (!result) throw new AppError("UNAUTHENTICATED", "The e-mail address or the password is not right.");
      return { id: result.userId, sid: result.sessionId };
    }),
});

async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = toAppError(error);
    if (reason.code === "INTERNAL") await report(error);
    throw new SignInRefused(reason);
  }
}

function sessionIdOf(holder: object | null | undefined): string | undefined {
  return holder && "sid" in holder && typeof holder.sid === "string" ? holder.sid : undefined;
}

async function report(error: unknown): Promise<void> {
  const { log } = await getKernel();
  log.error({ err: error }, "signing in failed");
}

async function note({ name, message }: Error): Promise<void> {
  const { log } = await getKernel();
  log.warn({ name, reason: message.slice(0, 300) }, "next-auth refused a request");
}
