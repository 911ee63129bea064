const TAGS = ["en", "de", "fr", "es", "it", "pt", "nl", "da", "sv", "nb", "fi", "pl", "cs", "tr", "ja", "zh"];

/** Languages a tenant may speak, named in the reader's own; one that is set already is always among them. */
export function languageOptions(locale: string, current: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames([locale], { type: "language" });
  const tags = TAGS.includes(current) || current === "" ? TAGS : [...TAGS, current];
  const nameOf = (tag: string) => {
    try {
      return names.of(tag) ?? tag;
    } catch {
      return tag;
    }
  };
  return tags
    .map((value) => ({ value, label: nameOf(value) }))
    .sort((a, b) => a.label.localeCompare(b.label, locale));
}
