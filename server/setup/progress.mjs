const HEARTBEAT_MS = 15_000;

/** @param {string} line @param {NodeJS.WritableStream} out */
export function say(line, out = process.stdout) {
  out.write(`${line}\n`);
}

/** @param {number} since from `performance.now()` @returns {string} `4.2 s` */
export function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

/**
 * Runs one phase of the set-up and says when it began, that it goes on, and how long it took.
 * @template T
 * @param {string} title `Installing packages`
 * @param {() => Promise<T>} body
 * @param {NodeJS.WritableStream} out
 * @returns {Promise<T>}
 */
export async function phase(title, body, out = process.stdout) {
  const began = performance.now();
  say(`• ${title} …`, out);
  const beat = setInterval(() => say(`  … ${title.toLowerCase()} (${seconds(began)})`, out), HEARTBEAT_MS);
  beat.unref();
  try {
    const value = await body();
    say(`✓ ${title} (${seconds(began)})`, out);
    return value;
  } finally {
    clearInterval(beat);
  }
}
