import type { NotedKind } from "../field-statements";
import { fits } from "./name-patterns";

/** What COMMENT and TAG say about fields and tables, by name: also of such that are loaded later. */
export class Notes {
  private readonly comments = new Map<string, string>();
  private readonly tags = new Map<string, Set<string>>();
  private readonly spoken = new Map<string, { what: NotedKind; name: string }>();

  comment(what: NotedKind, name: string, text: string): void {
    this.comments.set(this.key(what, name), text);
  }

  tag(what: NotedKind, name: string, tag: string, on: boolean): void {
    const key = this.key(what, name);
    const tags = this.tags.get(key) ?? new Set();
    if (on) tags.add(tag);
    else tags.delete(tag);
    this.tags.set(key, tags);
  }

  rename(what: NotedKind, from: string, to: string): void {
    const old = JSON.stringify([what, from]);
    const [comment, tags] = [this.comments.get(old), this.tags.get(old)];
    if (comment !== undefined) this.comment(what, to, comment);
    if (tags) this.tags.set(this.key(what, to), tags);
    for (const map of [this.comments, this.tags, this.spoken]) map.delete(old);
  }

  of(what: NotedKind, name: string): { comment?: string; tags?: string[] } {
    const key = JSON.stringify([what, name]);
    const [comment, tags] = [this.comments.get(key), this.tags.get(key)];
    return { ...(comment === undefined ? {} : { comment }), ...(tags?.size ? { tags: [...tags] } : {}) };
  }

  /** Names that were spoken of and are not among those there are. */
  lost(what: NotedKind, names: readonly string[]): string[] {
    return [...this.spoken.values()]
      .filter((n) => n.what === what && !names.includes(n.name))
      .map((n) => n.name);
  }

  private key(what: NotedKind, name: string): string {
    const key = JSON.stringify([what, name]);
    this.spoken.set(key, { what, name });
    return key;
  }
}

/** The names a list means: those there are for a pattern, others as they stand. */
export function meantNames(patterns: readonly string[], names: readonly string[]): string[] {
  return patterns.flatMap((pattern) =>
    /[*?]/.test(pattern) ? names.filter((name) => fits(name, [pattern])) : [pattern],
  );
}
