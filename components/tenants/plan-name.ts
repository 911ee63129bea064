/** A plan in words: `growth@1` is "Growth", `growth@2` is "Growth 2". The first version needs no number. */
export function planName(plan: string): string {
  const [id = "", version] = plan.split("@");
  const words = id.replace(/[-_]+/g, " ").trim();
  const name = words.charAt(0).toUpperCase() + words.slice(1);
  return version && version !== "1" ? `${name} ${version}` : name;
}
