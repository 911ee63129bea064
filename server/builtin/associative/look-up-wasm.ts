/** Compiled by `npm run wasm`: not to be edited. */
export const BYTES = [
  "AGFzbQEAAAABCwFgBn9/f39/fwF/Ag8BA2VudgZtZW1vcnkCAAEDAgEABwoBBmxvb2tVcAAACoUBAYIBAwF/AX4DfwNAIAYgAUkE",
  "QCAAIAZBA3RqKQMAIQcgAiAHpyAHQiCIp0Gx893xeWxzQeuUr694bCADdkEEdGohCCAIKAIIQQAgCCkDACAHURshCSAEIAZBAnRq",
  "IAk2AgAgBSAKQQF0aiAGOwEAIAogCUVqIQogBkEBaiEGDAELCyAKCw==",
].join("");
