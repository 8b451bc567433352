interface CookieNames {
  session: string;
  csrf: string;
  callbackUrl: string;
}

/**
 * Names of Berth's cookies. Cookies ignore ports, so a next-auth app on localhost would otherwise take over this
 * session; none has a Domain, so `<app>.localhost` never receives them. Browsers accept __Host- only over https.
 */
export function cookieNames(isHttps: boolean): CookieNames {
  const prefix = isHttps ? "__Host-" : "";
  return {
    session: `${prefix}berth.session-token`,
    csrf: `${prefix}berth.csrf-token`,
    callbackUrl: `${prefix}berth.callback-url`,
  };
}

/** Whether a Cookie header holds a session of Berth, valid or not (next-auth splits long ones into .0, .1, ...). */
export function hasSessionCookie(cookieHeader: string | null, isHttps: boolean): boolean {
  const { session } = cookieNames(isHttps);
  return (cookieHeader ?? "").split(";").some((part) => {
    const name = part.trim().split("=")[0] ?? "";
    return name === session || name.startsWith(`${session}.`);
  });
}
