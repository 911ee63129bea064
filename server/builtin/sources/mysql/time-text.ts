const two = (n: number) => String(n).padStart(2, "0");

/** A span of time as MySQL writes it: `-838:59:59`, with microseconds where there are any. */
export function timeText(negative: boolean, seconds: number, micros: number): string {
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  const fraction = micros > 0 ? `.${String(micros).padStart(6, "0").replace(/0+$/, "")}` : "";
  return `${negative ? "-" : ""}${two(hours)}:${rest}${fraction}`;
}
