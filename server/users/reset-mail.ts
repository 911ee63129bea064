/** Subject and text of the mail a password is reset with. No name, no free text: nothing to phish with. */
export function resetMail({ link, minutes }: { link: string; minutes: number }): {
  subject: string;
  text: string;
} {
  return {
    subject: "Choose a new password",
    text: [
      "Somebody, probably you, asked for a new password.",
      "",
      `Choose one within ${minutes} minutes:`,
      link,
      "",
      "If it was not you, do nothing: your password stays, and nobody can change it without your mailbox.",
      "",
    ].join("\n"),
  };
}
