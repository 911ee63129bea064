/** The names of sets that expressions start from, for whoever asks with them in the browser. */
export { setsOf } from "./expression-fields";
