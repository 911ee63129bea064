import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { chooseLanguage, knownZone, LANGUAGE_COOKIE, LOCALES, ZONE_COOKIE } from "./locales";
import { messages } from "./messages";

export default getRequestConfig(async () => {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  const language = chooseLanguage(jar.get(LANGUAGE_COOKIE)?.value, head.get("accept-language"));
  return {
    locale: LOCALES[language],
    messages: messages[language],
    timeZone: knownZone(jar.get(ZONE_COOKIE)?.value),
  };
});
