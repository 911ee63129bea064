"use client";

/** The very last resort: not even the layout could be rendered, so nothing here depends on anything, no style sheet either. */
export default function GlobalError({ error }: { error: unknown }) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : undefined;
  return (
    <html lang="en-GB">
      <body style={{ fontFamily: "system-ui, sans-serif", colorScheme: "light dark" }}>
        <main style={{ margin: "4rem auto", maxWidth: "36rem", padding: "0 1rem", lineHeight: 1.5 }}>
          <title>Tenantry</title>
          <h1 style={{ fontSize: "1.25rem" }}>The portal could not be shown</h1>
          <p>
            Something inside Tenantry failed before the page began. Load the page again; if it fails again,
            look into the server’s log{digest ? ` for ${digest}` : ""}.
          </p>
        </main>
      </body>
    </html>
  );
}
