/** True in `npm run test:deep`, where there is time for every case of what `npm test` takes samples of. */
export const DEEP = process.env.TENANTRY_TEST_SEED !== undefined;

/** Cases of a property test: ten times as many in `npm run test:deep`; `TENANTRY_TEST_TIMES` says another factor. */
export function times(cases: number): number {
  return cases * Number(process.env.TENANTRY_TEST_TIMES ?? (DEEP ? 10 : 1));
}

/** The first of the seeds a test goes through: always 1 in `npm test`, others with each round of `npm run test:deep`. */
export const FIRST_SEED = Number(process.env.TENANTRY_TEST_SEED ?? 1);
