"use client";
import "./globals.css";

export default function GlobalError({ reset }: { error: Error & { digest?: string }; reset(): void }) {
  return (
    <html lang="en">
      <body>
        <title>Berth could not be shown</title>
        <main className="mx-auto w-full max-w-xl px-4 py-16">
          <h1 className="text-lg font-semibold">Berth could not be shown</h1>
          <p className="mt-2 text-muted">
            The page failed before anything could be drawn. Your apps keep running. Try again; if it stays, the log of
            the Berth process says why.
          </p>
          <button
            type="button"
            onClick={reset}
            className="mt-4 cursor-pointer rounded-lg border border-border px-4 py-2"
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
