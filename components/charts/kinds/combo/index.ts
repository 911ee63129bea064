export { line as combo } from "../line";
export { comboModel } from "./model";
