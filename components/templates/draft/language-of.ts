import type { EditorLanguage } from "../../script-editor/mount";

/** How a file of a template is coloured. */
export const languageOf = (path: string): EditorLanguage =>
  path.endsWith(".qvs") ? "script" : /\.ya?ml$/.test(path) ? "yaml" : "text";
