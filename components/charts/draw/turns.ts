/**
 * Drawings one at a time, each in a turn of its own: with a sheet of charts to draw anew, the page may paint what was
 * clicked and hear its reader in between.
 */
const waiting = new Set<() => void>();
let running = false;

function next(): void {
  const [draw] = waiting;
  if (!draw) {
    running = false;
    return;
  }
  waiting.delete(draw);
  try {
    draw();
  } finally {
    setTimeout(next);
  }
}

/** Draws soon, in its turn. @returns takes it back */
export function inTurn(draw: () => void): () => void {
  waiting.add(draw);
  if (!running) {
    running = true;
    setTimeout(next);
  }
  return () => {
    waiting.delete(draw);
  };
}
