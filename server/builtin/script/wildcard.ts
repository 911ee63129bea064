/**
 * Whether a text is what a pattern says; `*` stands for any characters, `?` for one. Takes time in proportion to the
 * product of both lengths, whatever the pattern.
 */
export function matches(text: string, pattern: string): boolean {
  const [chars, wanted] = [[...text], [...pattern]];
  let [at, next] = [0, 0];
  // Where the last star stands, and up to where it has swallowed the text.
  let [star, swallowed] = [-1, 0];
  while (at < chars.length) {
    if (wanted[next] === "*") [star, swallowed, next] = [next, at, next + 1];
    else if (next < wanted.length && (wanted[next] === "?" || wanted[next] === chars[at])) {
      at++;
      next++;
    } else if (star >= 0) [at, next, swallowed] = [swallowed + 1, star + 1, swallowed + 1];
    else return false;
  }
  return wanted.slice(next).every((char) => char === "*");
}

/** Whether a path is what a pattern says: part by part, so that a star never stands for a slash. Ignores case. */
export function matchesPath(path: string, pattern: string): boolean {
  const [parts, wanted] = [path.toLowerCase().split("/"), pattern.toLowerCase().split("/")];
  return parts.length === wanted.length && parts.every((part, i) => matches(part, wanted[i] ?? ""));
}
