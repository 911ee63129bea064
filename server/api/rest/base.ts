/** Every operation lies below this path. */
export const REST_BASE = "/api/v1";
