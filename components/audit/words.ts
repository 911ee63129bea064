import { useTranslations } from "next-intl";

/** Key of an action among the texts: `session.end-others` is `sessionEndOthers`. */
export const wordKey = (action: string) =>
  action.replace(/[.-](\w)/g, (_, letter: string) => letter.toUpperCase());

/** What was done, in words; the action's own name where it has none. */
export function useActionWords(): (action: string) => string {
  const t = useTranslations("audit.actions");
  return (action) => {
    const key = wordKey(action) as Parameters<typeof t.has>[0];
    return t.has(key) ? t(key) : action;
  };
}
