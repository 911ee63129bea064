import { spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportJWK } from "jose";
import { beforeAll, expect, test } from "vitest";
import { SERVERS } from "@/components/embeds/server-snippets";
import type { SnippetFacts } from "@/components/embeds/snippets";
import { makeApp, makeTenant } from "@/db/factories";
import type { Services } from "@/server/shared/context";
import { as, operator, testServices } from "@/server/testing/context";
import { addKey, addOrigin, addresses, exchangeToken, openSession } from ".";

/** What the guide gives to hosts makes tokens that are taken. */

const PAGE = "https://office.example.com";
const { embed } = addresses();
const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = pair.privateKey.export({ format: "pem", type: "pkcs8" }).toString();
const user = { id: 'o"neill\\ü', groups: ["sales", "Süd"] };

let services: Services;
let tenant: string;
let app: string;
let kid: string;

beforeAll(async () => {
  services = await testServices();
  const ctx = as(services, operator());
  tenant = (await makeTenant(services.store, { state: "active" })).id;
  app = (await makeApp(services.store, { tenantId: tenant })).id;
  await addOrigin(ctx, { tenantId: tenant, origin: PAGE });
  kid = (await addKey(ctx, { tenantId: tenant, name: "k", publicJwk: await exportJWK(pair.publicKey) })).id;
});

const works = (command: string, args: string[]) => spawnSync(command, args).status === 0;
const python = works("python3", ["-c", "import cryptography"]);
const java = works("javac", ["-version"]);

async function expectTaken(token: string): Promise<void> {
  const { session } = await exchangeToken(services, { app, token: token.trim(), origin: PAGE });
  expect(await openSession(services, session, PAGE)).toMatchObject({
    tenantId: tenant,
    subject: user.id,
    groups: user.groups,
  });
}

/** As the portal shows it; only the key lies elsewhere. */
function asWritten(snippet: (facts: SnippetFacts) => string, file: string): string {
  const folder = mkdtempSync(join(tmpdir(), "tenantry-snippet-"));
  const key = join(folder, "key.pem");
  writeFileSync(key, pem);
  const facts = { url: embed, app, tenant, title: "Sales", page: PAGE, kid };
  const text = snippet({ ...facts, theme: "auto", brand: true, hide: [] });
  expect(text).toContain("/run/secrets/tenantry-key.pem");
  writeFileSync(join(folder, file), text.replace("/run/secrets/tenantry-key.pem", key));
  return folder;
}

test("the portal's snippet for Node", async () => {
  const folder = asWritten(SERVERS.node.snippet, "token.mjs");
  const code = `import { analyticsToken } from "./token.mjs"; console.log(analyticsToken(${JSON.stringify(user)}))`;
  const options = { cwd: folder, encoding: "utf8" } as const;
  const made = spawnSync(process.execPath, ["--input-type=module", "-e", code], options);
  expect(made.stderr).toBe("");
  await expectTaken(made.stdout);
});

test.skipIf(!python)(`the portal's snippet for Python${python ? "" : " (skipped)"}`, async () => {
  const folder = asWritten(SERVERS.python.snippet, "token_of.py");
  const code = "import json, sys, token_of; print(token_of.analytics_token(json.loads(sys.stdin.read())))";
  const made = spawnSync("python3", ["-c", code], {
    cwd: folder,
    encoding: "utf8",
    input: JSON.stringify(user),
  });
  expect(made.stderr).toBe("");
  await expectTaken(made.stdout);
});

test.skipIf(!java)(
  `the portal's snippet for Java, whole in itself${java ? "" : " (skipped: no JDK)"}`,
  async () => {
    const folder = asWritten(SERVERS.java.snippet, "Analytics.java");
    const main =
      "public class Main { public static void main(String[] a) throws Exception { System.out.println(Analytics.token(a[0], java.util.List.of(a).subList(1, a.length))); } }";
    writeFileSync(join(folder, "Main.java"), main);
    const options = { cwd: folder, encoding: "utf8", env: { ...process.env, LC_ALL: "C.UTF-8" } } as const;
    const compiled = spawnSync("javac", ["-encoding", "UTF-8", "Analytics.java", "Main.java"], options);
    expect(compiled.stderr).toBe("");
    const said = ["-Dfile.encoding=UTF-8", "-Dsun.jnu.encoding=UTF-8", "Main", user.id, ...user.groups];
    const made = spawnSync("java", said, options);
    expect(made.stderr).toBe("");
    await expectTaken(made.stdout);
  },
  60_000,
);

test("Node", async () => {
  const { embedToken } = await import("@/examples/embed-host/token.mjs");
  await expectTaken(embedToken({ privateKey: pem, kid, tenant, embedUrl: embed }, user, PAGE));
});

test.skipIf(!python)(`Python${python ? "" : " (skipped: no python3 with cryptography)"}`, async () => {
  const input = { private_key_pem: pem, kid, tenant, embed_url: embed, page: PAGE, user };
  const made = spawnSync("python3", ["examples/embed-host/tenantry_token.py"], {
    input: JSON.stringify(input),
    encoding: "utf8",
  });
  expect(made.stderr).toBe("");
  await expectTaken(made.stdout);
});

test.skipIf(!java)(
  `Java${java ? "" : " (skipped: no JDK)"}`,
  async () => {
    const args = [pem, kid, tenant, embed, PAGE, user.id, ...user.groups];
    const made = spawnSync(
      "java",
      ["-Dfile.encoding=UTF-8", "-Dsun.jnu.encoding=UTF-8", "examples/embed-host/EmbedToken.java", ...args],
      { encoding: "utf8", env: { ...process.env, LC_ALL: "C.UTF-8" } },
    );
    expect(made.stderr).toBe("");
    await expectTaken(made.stdout);
  },
  30_000,
);
