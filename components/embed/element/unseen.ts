/** What of a frame lies above and below the window of its page, px. */
export interface Unseen {
  above: number;
  below: number;
}

/** While one scrolls it is told this often at most, ms. */
const REST_MS = 100;

/** Tells it at once and whenever it changes: what floats in the frame can't know it. @returns stops that */
export function watchUnseen(frame: HTMLElement, tell: (unseen: Unseen) => void): () => void {
  let told = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    timer = undefined;
    const { top, bottom } = frame.getBoundingClientRect();
    const above = Math.max(0, Math.round(-top));
    const below = Math.max(0, Math.round(bottom - innerHeight));
    if (told === `${above} ${below}`) return;
    told = `${above} ${below}`;
    tell({ above, below });
  };
  const soon = () => {
    timer ??= setTimeout(look, REST_MS);
  };
  const observer = new ResizeObserver(soon);
  observer.observe(frame);
  // Captured: what scrolls may be any box around the frame.
  addEventListener("scroll", soon, { capture: true, passive: true });
  addEventListener("resize", soon);
  look();
  return () => {
    clearTimeout(timer);
    observer.disconnect();
    removeEventListener("scroll", soon, { capture: true });
    removeEventListener("resize", soon);
  };
}
