import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { getEnv } from "@/server/env";
import { baseUrl } from "@/server/web/host";
import { CommandNameProvider } from "@/ui/command-name";
import { themeScript } from "@/ui/theme-script";
import { Toaster } from "@/ui/toast";
import { TrpcProvider } from "@/ui/trpc";
import "./globals.css";

const description = "From pick a stack to running app.";

export function generateMetadata(): Metadata {
  return {
    metadataBase: new URL(baseUrl(getEnv())),
    title: { default: "Berth", template: "%s · Berth" },
    description,
    icons: { icon: "/mark.svg" },
    openGraph: { title: "Berth", description, images: ["/social-card.png"] },
  };
}

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f9fafb" },
    { media: "(prefers-color-scheme: dark)", color: "#0d1113" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <html
      lang="en"
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      data-scroll-behavior="smooth"
      suppressHydrationWarning
    >
      <head>
        {nonce ? <meta property="csp-nonce" nonce={nonce} /> : null}
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, which must run before the first paint */}
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: themeScript }} />
      </head>
      <body>
        <CommandNameProvider name={getEnv().cliCommand}>
          <TrpcProvider>
            {children}
            <Toaster />
          </TrpcProvider>
        </CommandNameProvider>
      </body>
    </html>
  );
}
