import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const NEW_KEY = ["-newkey", "rsa:2048", "-nodes"];

/** A certificate authority and a certificate of its for the name localhost, made in `folder` by openssl. */
export function certificates(folder: string): { ca: string; cert: string; key: string } {
  const run = (...args: string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "ignore" });
  const authority = ["-subj", "/CN=Test CA", "-keyout", "ca.key", "-out", "ca.pem"];
  run("req", "-x509", ...NEW_KEY, "-days", "2", ...authority);
  run("req", ...NEW_KEY, "-subj", "/CN=localhost", "-keyout", "server.key", "-out", "server.csr");
  writeFileSync(join(folder, "ext"), "subjectAltName=DNS:localhost\n");
  const signing = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "ext"];
  run("x509", "-req", "-in", "server.csr", ...signing, "-out", "server.pem");
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  return { ca: read("ca.pem"), cert: read("server.pem"), key: read("server.key") };
}
