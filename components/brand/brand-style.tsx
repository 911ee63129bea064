import "../dashboards/brand-fonts";

/**
 * Puts a customer's look on the whole page, menus and dialogs included; it is in the first HTML. Behind the tokens'
 * own rules, and as strong as they are, also where a part of the page has a theme of its own.
 */
export function BrandStyle({ look }: { look: Record<string, string> }) {
  const rules = Object.entries(look).map(([name, value]) => `${name}:${value}`);
  return rules.length > 0 ? <style>{`:root:root,[data-theme]{${rules.join(";")}}`}</style> : null;
}
