import fc from "fast-check";

/** Set-up file of every round of `npm run test:deep`: fast-check begins from the round's seed. */
const seed = Number(process.env.TENANTRY_TEST_SEED);
if (Number.isInteger(seed)) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
