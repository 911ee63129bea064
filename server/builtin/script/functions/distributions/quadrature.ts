/**
 * Integrals and searches as SQL: sums over fixed points and steps that are repeated, so that nothing but the engine's
 * own functions runs, a column at a time. The points are those of the double exponential formulas, which do not mind
 * steep ends ([Takahasi, Mori 1974](https://doi.org/10.2977/prims/1195192451)); the engine works them out once.
 */
const PER_UNIT = 32;
const PI = "3.141592653589793::DOUBLE";

/** Points from 0 to 1; `rest` is 1 - at, without the rounding. */
const UNIT = points(-3.5, 3.5, (t) => {
  const [at, rest] = [`(1 / (1 + exp(-${PI} * sinh(${t}))))`, `(1 / (1 + exp(${PI} * sinh(${t}))))`];
  return `{'at': ${at}, 'rest': ${rest}, 'w': ${PI} * cosh(${t}) * ${at} * ${rest} / ${PER_UNIT}}`;
});

/** Points from 0 on without end, for what dies out as exp(-at). */
const ENDLESS = points(-3.75, 4.75, (t) => {
  const at = `exp(${t} - exp(-${t}))`;
  return `{'at': ${at}, 'w': ${at} * (1 + exp(-${t})) / ${PER_UNIT}}`;
});

function points(from: number, to: number, point: (t: string) => string): string {
  return `list_transform(range(${from * PER_UNIT}, ${to * PER_UNIT + 1}), _i -> ${point(`(_i / ${PER_UNIT})`)})`;
}

/** @param integrand SQL of `_q.at` in 0…1 and of `_q.rest`, which is 1 - at */
export const overUnit = (integrand: string) => summed(UNIT, integrand);
/** @param integrand SQL of `_q.at`, from 0 on, about as wide as 1 */
export const overAll = (integrand: string) => summed(ENDLESS, integrand);

function summed(list: string, integrand: string): string {
  return `list_sum(list_transform(${list}, _q -> _q.w * (${integrand})))`;
}

/**
 * SQL of an expression that uses values several times, each worked out once.
 * @param name of the row of values, by which `body` reads them: `_p.x`
 */
export function using(name: string, values: Record<string, string>, body: string): string {
  const fields = Object.entries(values).map(([key, sql]) => `'${key}': ${sql}`);
  return `(list_transform([{${fields.join(", ")}}], ${name} -> ${body})[1])`;
}

/** SQL DOUBLE where a search ends that takes the same step, of the place `_z` before, again and again. */
export function searched(start: string, step: string, rounds: number): string {
  return `list_reduce(list_transform(range(0, ${rounds}), _k -> 0.0::DOUBLE), (_z, _k) -> ${step}, ${start})`;
}

/**
 * SQL DOUBLE: as far as one can go from a start in steps that are halved each time, as long as a condition holds.
 * @param holds SQL of the place `(_z + _w)`
 */
export function reached(start: string, first: number, rounds: number, holds: string): string {
  const widths = `list_transform(range(0, ${rounds}), _k -> ${first}::DOUBLE / pow(2, _k))`;
  return `list_reduce(${widths}, (_z, _w) -> CASE WHEN ${holds} THEN _z + _w ELSE _z END, ${start})`;
}
