import type { DashboardPart } from "../dashboards/source";

export interface SnippetFacts {
  /** Origin of embeds. */
  url: string;
  app: string;
  tenant: string;
  title: string;
  /** First allowed origin, or a stand-in. */
  page: string;
  /** `kid` of a key in use, or a stand-in. */
  kid: string;
  theme: "light" | "dark" | "auto";
  brand: boolean;
  hide: readonly DashboardPart[];
  /** Further attributes by name; empty ones are left out. */
  more?: Readonly<Record<string, string>>;
}

function attributes(facts: SnippetFacts, indent: string): string {
  const all = [
    ["app", facts.app],
    ["token-provider", "/analytics-token"],
    ["label", facts.title],
    facts.theme === "auto" ? null : ["theme", facts.theme],
    facts.brand ? null : ["brand", "off"],
    ...Object.entries(facts.more ?? {}).filter(([, value]) => value !== ""),
    facts.hide.length > 0 ? ["hide", facts.hide.join(" ")] : null,
  ];
  return all
    .filter((pair) => pair !== null)
    .map(([name, value]) => `${indent}${name}="${String(value).replaceAll('"', "&quot;")}"`)
    .join("\n");
}

export function htmlSnippet(facts: SnippetFacts): string {
  return `<script src="${facts.url}/embed/tenantry.js" defer></script>

<tenantry-app
${attributes(facts, "  ")}
></tenantry-app>
`;
}

export function reactSnippet(facts: SnippetFacts): string {
  return `import { useEffect, useRef } from "react";
// In index.html: <script src="${facts.url}/embed/tenantry.js" defer></script>

export function Dashboard({ onSelection }) {
  const element = useRef(null);
  useEffect(() => {
    const heard = (event) => onSelection?.(event.detail.selections);
    const dashboard = element.current;
    dashboard.addEventListener("tenantry-selection", heard);
    return () => dashboard.removeEventListener("tenantry-selection", heard);
  }, [onSelection]);
  return (
    <tenantry-app
      ref={element}
${attributes(facts, "      ")}
    />
  );
}
`;
}
