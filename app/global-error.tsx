"use client";

import "./globals.css";

/** The very last resort: not even the layout could be rendered, so nothing here depends on anything. */
export default function GlobalError({ error }: { error: unknown }) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : undefined;
  return (
    <html lang="en-GB">
      <body>
        <main className="mx-auto max-w-xl px-4 py-16">
          <title>Tenantry</title>
          <h1 className="text-20 font-strong">The portal could not be shown</h1>
          <p className="mt-2 text-ink-2">
            Something inside Tenantry failed before the page began. Load the page again; if it fails again,
            look into the server’s log{digest ? ` for ${digest}` : ""}.
          </p>
        </main>
      </body>
    </html>
  );
}
