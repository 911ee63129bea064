/** What one question may take. */
export interface QuestionLimits {
  /** Memory of the app's instance, which its questions share. */
  memoryBytes: number;
  timeoutMs: number;
}

const MEBIBYTE = 1024 * 1024;

/** Less would not even open an app. */
const LEAST_MEMORY = 32 * MEBIBYTE;
const USUAL_MEMORY = { least: 64 * MEBIBYTE, most: 1024 * MEBIBYTE };
const LONGEST_MS = 3_600_000;

/**
 * What the log of a generation may take in memory once it is read, where it stays while the generation is open. How data
 * are laid down is not the plan's: it comes on top of what questions may take.
 */
export const LOG_MEMORY = 64 * MEBIBYTE;
/** Any log may take so much. */
export const LEAST_LOG_MEMORY = 16 * MEBIBYTE;

/** What a question may take where nobody said anything else. */
export function usualLimits(maxBytes: number, timeoutMs: number): QuestionLimits {
  const { least, most } = USUAL_MEMORY;
  return { memoryBytes: Math.min(Math.max(maxBytes / 4, least), most), timeoutMs };
}

/**
 * The limits as a host of so many bytes can keep them: two instances at work, one for each of its threads, and the code
 * tables are to fit into its budget.
 */
export function affordable({ memoryBytes, timeoutMs }: QuestionLimits, maxBytes: number): QuestionLimits {
  const most = Math.max(maxBytes / 3, USUAL_MEMORY.least);
  return {
    memoryBytes: Math.floor(Math.min(Math.max(memoryBytes, LEAST_MEMORY), most)),
    timeoutMs: Math.min(timeoutMs, LONGEST_MS),
  };
}
