import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { embedToken } from "./token.mjs";

/** A product of your own, in 60 lines: a page that shows an app of Tenantry to somebody this server signed in. */

const setting = (name, otherwise) => {
  const value = process.env[name] || otherwise;
  if (value) return value;
  console.error(`Set ${name}; see README.md beside this file.`);
  process.exit(2);
};

const port = Number(process.env.PORT || 5000);
const page = `http://127.0.0.1:${port}`;
const embedUrl = setting("TENANTRY_EMBED_URL", "http://localhost:3001").replace(/\/$/, "");
const app = setting("TENANTRY_APP");
const setup = {
  embedUrl,
  tenant: setting("TENANTRY_TENANT"),
  kid: setting("TENANTRY_KEY_ID"),
  privateKey: readFileSync(setting("TENANTRY_KEY_FILE"), "utf8"),
};

/** Stands for your own sign-in: the person of the session your product has opened. */
const signedIn = () => ({ id: "ida.lindqvist", groups: ["sales"] });

const fill = (text) => text.replaceAll("{{embedUrl}}", new URL(embedUrl).origin).replaceAll("{{app}}", app);

createServer((request, response) => {
  const { pathname } = new URL(request.url ?? "/", page);
  if (pathname === "/analytics-token") {
    // Same-origin only: another site's page must not get a token for your user.
    const site = request.headers["sec-fetch-site"];
    if (site && site !== "same-origin") return response.writeHead(403).end();
    response.writeHead(200, { "content-type": "application/json", "cache-control": "no-store" });
    return response.end(JSON.stringify({ token: embedToken(setup, signedIn(), page) }));
  }
  if (pathname === "/") {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    return response.end(fill(readFileSync(new URL("page.html", import.meta.url), "utf8")));
  }
  return response.writeHead(404).end();
}).listen(port, "127.0.0.1", () => {
  console.log(`The page with the embed is at ${page}`);
  console.log(`Allow this origin for the tenant: ${page}`);
});
