import { Fragment, isValidElement, type ReactNode } from "react";

/** An element of the page as a view describes it. */
export interface Part {
  type: string;
  // biome-ignore lint/suspicious/noExplicitAny: props of any element, handlers among them
  props: Record<string, any>;
  /** All words in it. */
  text: string;
}

type Render = (props: object, ref?: null) => ReactNode;

/**
 * All elements of a view in their order, with their handlers. To be called while rendering, as a hook is.
 * @param around components of which only what stands in them counts: those that need a page
 */
export function partsOf(node: ReactNode, around: readonly unknown[] = []): Part[] {
  const found: Part[] = [];
  collect(node, found, around);
  return found;
}

/** Returns the words of it. */
function collect(node: ReactNode, found: Part[], around: readonly unknown[]): string {
  if (typeof node === "string" || typeof node === "number") return String(node);
  if (Array.isArray(node)) return node.map((one) => collect(one, found, around)).join("");
  if (!isValidElement<{ children?: ReactNode }>(node)) return "";
  const { props, type } = node as { props: { children?: ReactNode }; type: unknown };
  if (typeof type === "string") {
    const part: Part = { type, props, text: "" };
    found.push(part);
    part.text = collect(props.children, found, around);
    return part.text;
  }
  const drawn = around.includes(type) ? null : renderOf(type);
  return collect(drawn ? drawn(props, null) : props.children, found, around);
}

/** Of a component, also one that takes a reference; none of what only stands around others. */
function renderOf(type: unknown): Render | null {
  if (type === Fragment) return null;
  if (typeof type === "function") return type as Render;
  const { render } = (type ?? {}) as { render?: Render };
  return render ?? null;
}

/** The one element of these words: its label, else its text. */
export function partOf(parts: readonly Part[], words: string, type = "button"): Part {
  const all = parts.filter((part) => part.type === type && (part.props["aria-label"] ?? part.text) === words);
  const [found] = all;
  if (!found || all.length > 1)
    throw new Error(
      `${all.length} of “${words}”: ${parts.filter((p) => p.type === type).map((p) => p.props["aria-label"] ?? p.text)}`,
    );
  return found;
}
