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

/** All elements of a view in their order, with their handlers. To be called while rendering, as a hook is. */
export function partsOf(node: ReactNode): Part[] {
  const found: Part[] = [];
  collect(node, found);
  return found;
}

/** Returns the words of it. */
function collect(node: ReactNode, found: Part[]): string {
  if (typeof node === "string" || typeof node === "number") return String(node);
  if (Array.isArray(node)) return node.map((one) => collect(one, found)).join("");
  if (!isValidElement<{ children?: ReactNode }>(node)) return "";
  const { props, type } = node as { props: { children?: ReactNode }; type: unknown };
  if (typeof type === "string") {
    const part: Part = { type, props, text: "" };
    found.push(part);
    part.text = collect(props.children, found);
    return part.text;
  }
  const drawn = renderOf(type);
  return collect(drawn ? drawn(props, null) : props.children, found);
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
