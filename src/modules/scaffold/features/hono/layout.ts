import type { ScaffoldConfig } from "../../schema";
import { initialOf, titleOf } from "../base/frameworks";
import { isTranslated } from "../i18n/texts";

/** `src/layout.tsx`: the document around the page. */
export function layoutModule(config: ScaffoldConfig): string {
  const translated = isTranslated(config);
  const imports = translated
    ? `import { LanguageSwitch } from "@/i18n/language-switch";\nimport type { Locale } from "@/i18n/messages";\n`
    : "";
  return `import { html, raw } from "hono/html";
import type { Child } from "hono/jsx";
${imports}import styles from "./styles.css?inline";

const copyScript = \`
for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 2000);
  });
}
\`;

/** The document around a page; the nonce lets its own style and script through the content policy. */
${translated ? translatedHead : "export function Layout({ nonce, children }: { nonce: string | undefined; children: Child }) {"}
  const document = (
    <html lang=${translated ? "{locale}" : `"en"`}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${titleOf(config)}</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <style nonce={nonce}>{raw(styles)}</style>
      </head>
      <body class="flex min-h-dvh flex-col font-sans">
        <header class="relative z-10 border-b border-line bg-canvas">
          <div class="mx-auto flex h-14 w-full max-w-5xl items-center ${translated ? "justify-between gap-2 " : ""}px-5">
            <a href="/" class="flex h-11 min-w-0 items-center gap-2.5 text-sm font-semibold tracking-tight">
              <span
                aria-hidden="true"
                class="grid size-6 shrink-0 place-items-center rounded-md bg-ink text-xs text-canvas"
              >
                ${initialOf(config)}
              </span>
              <span class="truncate">${titleOf(config)}</span>
            </a>
${translated ? "            <LanguageSwitch locale={locale} />\n" : ""}          </div>
        </header>
        {children}
        <script nonce={nonce}>{raw(copyScript)}</script>
      </body>
    </html>
  );
  return html\`<!doctype html>\${document}\`;
}
`;
}

const translatedHead =
  "export function Layout({ nonce, locale, children }: { nonce: string | undefined; locale: Locale; children: Child }) {";
