/** Texts of which any may be missing. */
export type Partly<T> = { [K in keyof T]?: T[K] extends string ? string : Partly<T[K]> };

/** `own`, with what it lacks taken from `base`. */
export function complete<T extends object>(base: T, own: Partly<T>): T {
  const whole = { ...base } as Record<string, unknown>;
  for (const [key, value] of Object.entries(own)) {
    const under = whole[key];
    whole[key] = typeof value === "object" && value && under ? complete(under as object, value) : value;
  }
  return whole as T;
}
