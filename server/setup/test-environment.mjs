/** Settings of a portal; a test chooses its own. */
const SETTINGS = /^(HOST|PORT|DATABASE_URL|SAMPLE_POSTGRES_URL|NODE_ENV|TENANTRY_(?!TEST_).*)$/;

/**
 * The environment of a test run: whatever portal the shell is set up for has no say in it.
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function testEnvironment(env = process.env) {
  const kept = Object.entries(env).filter(([name]) => !SETTINGS.test(name));
  return { ...Object.fromEntries(kept), NEXT_TELEMETRY_DISABLED: "1" };
}
