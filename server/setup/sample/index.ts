export { SAMPLE_CUSTOMERS, type SampleCustomer } from "./customers";
export {
  makeSampleDatabases,
  type SampleDatabase,
  type SampleOptions,
  type SamplePlace,
  samplePlaces,
} from "./make";
export { SAMPLE_TEMPLATES, sampleTemplateFolders } from "./templates";
export { type SampleTenantsFile, sampleTenantsFiles, type TenantsFileOptions } from "./tenants-files";
