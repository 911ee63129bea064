type How = "sum" | "least" | "most";

/** Figures by code, rolled up to groups of codes: each array once, however many measures are made of it. */
export class RolledUp {
  private readonly made = new Map<object, Uint32Array | Float64Array>();

  constructor(
    /** The group of each code. */
    private readonly groupOf: Uint32Array,
    private readonly groups: number,
  ) {}

  counts(counts: Uint32Array): Uint32Array {
    const known = this.made.get(counts);
    if (known instanceof Uint32Array) return known;
    const rolled = addUp(counts, this.groupOf, new Uint32Array(this.groups));
    this.made.set(counts, rolled);
    return rolled;
  }

  /** Codes without rows have no least and no greatest number: an infinite one that changes nothing. */
  values(values: Float64Array, how: How): Float64Array {
    const known = this.made.get(values);
    if (known instanceof Float64Array) return known;
    const rolled = rollUp(values, this.groupOf, this.groups, how);
    this.made.set(values, rolled);
    return rolled;
  }
}

function rollUp(values: Float64Array, groupOf: Uint32Array, groups: number, how: How): Float64Array {
  const rolled = new Float64Array(groups);
  if (how === "sum") return addUp(values, groupOf, rolled);
  rolled.fill(how === "least" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY);
  return join(values, groupOf, rolled, how === "least" ? Math.min : Math.max);
}

/** Adds the values of all codes to their groups. */
export function addUp<T extends Uint32Array | Float64Array>(values: T, groupOf: Uint32Array, rolled: T): T {
  if (values instanceof Uint32Array) addCounts(values, groupOf, rolled as Uint32Array);
  else addSums(values, groupOf, rolled as Float64Array);
  return rolled;
}

// Each for one type of array: the same loop over both takes twice as long.
function addCounts(values: Uint32Array, groupOf: Uint32Array, rolled: Uint32Array): void {
  for (let code = 0; code < values.length; code++) {
    const value = values[code]!;
    if (value !== 0) rolled[groupOf[code]!]! += value;
  }
}

function addSums(values: Float64Array, groupOf: Uint32Array, rolled: Float64Array): void {
  for (let code = 0; code < values.length; code++) {
    const value = values[code]!;
    if (value !== 0) rolled[groupOf[code]!]! += value;
  }
}

export function join(
  values: Float64Array,
  groupOf: Uint32Array,
  rolled: Float64Array,
  joined: (a: number, b: number) => number,
): Float64Array {
  for (let code = 0; code < values.length; code++) {
    const group = groupOf[code] ?? 0;
    rolled[group] = joined(rolled[group] ?? 0, values[code] ?? 0);
  }
  return rolled;
}
