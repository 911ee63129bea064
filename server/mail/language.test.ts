import { expect, test } from "vitest";
import { mailLanguage } from ".";

test.each([
  ["de", "de"],
  ["de-AT", "de"],
  ["FR-ca", "fr"],
  ["nl", "en"],
  ["", "en"],
  [null, "en"],
])("a tenant of language %s gets its mails in %s", (tag, language) => {
  expect(mailLanguage(tag)).toBe(language);
});
