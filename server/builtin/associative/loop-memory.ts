const PAGE_BYTES = 2 ** 16;

/** Where a system limits address space, each further try takes long: V8 collects first. */
let isRefused = false;

/**
 * Memory of WebAssembly, which is collected with what holds it. Beside its bytes it takes 10 GB of addresses.
 * @returns null where a system does not give it
 */
export function loopMemory(bytes: number): WebAssembly.Memory | null {
  if (isRefused) return null;
  const pages = Math.ceil(bytes / PAGE_BYTES);
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    isRefused = true;
    return null;
  }
}
