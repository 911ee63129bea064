import { expect, test } from "vitest";
import { config } from "@/proxy";

const passes = (path: string) => config.matcher.some(({ source }) => new RegExp(`^${source}$`).test(path));

test("what large bodies come in by does not pass the proxy, which would cut them after 10 MB; pages and the rest do", () => {
  for (const path of ["/api/v1/files", "/api/v1/templates", "/api/v1/tenants/apply", "/api/uploads"])
    expect(passes(path)).toBe(false);
  for (const path of [
    "/",
    "/tenants/ten_1",
    "/sign-in",
    "/api/trpc/tenants.list",
    "/api/auth/csrf",
    "/api/health",
  ])
    expect(passes(path)).toBe(true);
});
