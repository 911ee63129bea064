import type { Unseen } from "./element/unseen";

/** A frame of which less is seen than this lets what floats reach beyond, px. */
const LEAST = 360;

/** Where what floats may stand in a frame of this height: within what its reader sees of it. */
export function placeOfFloats({ above, below }: Unseen, height: number): Unseen {
  const missing = Math.max(0, LEAST - (height - above - below));
  const down = Math.min(below, missing);
  return { above: above - Math.min(above, missing - down), below: below - down };
}

/** Puts it into the styles, where dashboards look for it (`--above`, `--below`). */
export function keepFloatsInSight({ above, below }: Unseen): void {
  const place = placeOfFloats({ above: Number(above) || 0, below: Number(below) || 0 }, innerHeight);
  const { style } = document.documentElement;
  style.setProperty("--above", `${place.above}px`);
  style.setProperty("--below", `${place.below}px`);
}
