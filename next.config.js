import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./components/providers/i18n/request.ts");

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  agentRules: false,
  serverExternalPackages: [
    "@aws-sdk/client-s3",
    "better-sqlite3",
    "@duckdb/node-api",
    "@duckdb/node-bindings",
    "@node-rs/argon2",
    "mysql2",
    "pg",
    "pino",
    "prom-client",
    "tedious",
  ],
  productionBrowserSourceMaps: false,
  // What the proxy's matcher leaves out: static files, and doors that large bodies come in by.
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "x-content-type-options", value: "nosniff" },
        { key: "cross-origin-resource-policy", value: "same-origin" },
      ],
    },
    ...["/api/v1/:path*", "/api/uploads/:path*"].map((source) => ({
      source,
      headers: [
        { key: "content-security-policy", value: "default-src 'none'; frame-ancestors 'none'; sandbox" },
        { key: "x-frame-options", value: "DENY" },
        { key: "referrer-policy", value: "same-origin" },
        { key: "cross-origin-opener-policy", value: "same-origin" },
      ],
    })),
  ],
};

export default withNextIntl(config);
