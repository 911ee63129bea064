import { expect, test } from "vitest";
import { plainText } from "@/server/mail";
import { invitationMail } from "./invitation-mail";

function mail(language: string, tenantName = "Alder Books") {
  const link = "https://portal.example/invitation#t";
  const { subject, content } = invitationMail({ tenantName, link, days: 7, language });
  return { subject, text: plainText(content) };
}

test("an invitation is written in the tenant's language, with link and days", () => {
  expect(mail("de").subject).toBe("Sie sind eingeladen: Alder Books");
  expect(mail("fr").text).toContain("Acceptez dans les 7 jours");
  for (const language of ["en", "de", "fr", "nl"]) {
    expect(mail(language).text).toContain("\nhttps://portal.example/invitation#t\n");
    expect(mail(language).text).toContain("7");
  }
});

test("a name adds no head to a mail", () => {
  expect(mail("de", "A\r\nBcc: all@example.com").subject).not.toMatch(/[\r\n]/);
});
