interface Setting {
  nonce: string;
  /** Turbopack's development client evaluates code, injects styles without a nonce and opens a web socket. */
  isDevelopment: boolean;
  isHttps: boolean;
}

/** The content security policy of one answer. Style attributes stay allowed: React Aria positions overlays with them. */
export function contentSecurityPolicy({ nonce, isDevelopment }: Omit<Setting, "isHttps">): string {
  return Object.entries({
    "default-src": "'self'",
    "script-src": `'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    "style-src": isDevelopment ? "'self' 'unsafe-inline'" : `'self' 'nonce-${nonce}'`,
    "style-src-attr": "'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": isDevelopment ? "'self' ws: wss:" : "'self'",
    "worker-src": "'self' blob:",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "object-src": "'none'",
  })
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");
}

/** Security headers of every answer. */
export function securityHeaders(setting: Setting): Record<string, string> {
  return {
    "content-security-policy": contentSecurityPolicy(setting),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    // Not no-referrer: with it browsers send "Origin: null" with forms, which the origin check refuses.
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    ...(setting.isHttps ? { "strict-transport-security": "max-age=31536000" } : {}),
  };
}
