/** A set-up problem a person can solve: what went wrong, and what to do. */
export class SetupProblem extends Error {
  /**
   * @param {string} what one sentence
   * @param {string[]} [advice] what to do, one line each
   */
  constructor(what, advice = []) {
    super(what);
    this.name = "SetupProblem";
    this.advice = advice;
  }
}

/**
 * Runs a program's main function: a SetupProblem is shown without a stack, anything else with one.
 * @param {() => Promise<number | void>} main resolves with the exit code
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    process.stderr.write(`\n${describeProblem(error)}\n`);
    process.exitCode = 1;
  }
}

/** @param {unknown} error @returns {string} */
export function describeProblem(error) {
  if (!(error instanceof SetupProblem)) return error instanceof Error ? String(error.stack) : String(error);
  return [`✗ ${error.message}`, ...error.advice.map((line) => `  ${line}`)].join("\n");
}
