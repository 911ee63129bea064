/**
 * Where to go after signing in. Only a path of this portal: anything that a browser could read as another site
 * (`//host`, `/\host`, a scheme) becomes the start page.
 */
export function nextPath(wish: string | string[] | null | undefined): string {
  const path = Array.isArray(wish) ? wish[0] : wish;
  if (!path?.startsWith("/")) return "/";
  try {
    const url = new URL(path, "http://portal.invalid");
    return url.host === "portal.invalid" ? url.pathname + url.search + url.hash : "/";
  } catch {
    return "/";
  }
}
