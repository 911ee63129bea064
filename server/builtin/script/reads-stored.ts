const WRITES = /\bstore\b[^;]*\bqvd\b/i;
const READS = /\bfrom\b[^;]*\(\s*qvd\b/i;

/** Whether a script may read QVDs that it wrote in an earlier run. */
export function readsStored(script: string): boolean {
  return WRITES.test(script) && READS.test(script);
}
