/** True in `npm run test:deep`, where there is time for every case of what `npm test` takes samples of. */
export const DEEP = process.env.TENANTRY_TEST_SEED !== undefined;
