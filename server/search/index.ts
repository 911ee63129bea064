export { type SearchInput, searchInput } from "./schemas";
export { type Found, search } from "./search";
