/** Subject and text of the mail somebody is invited with. No name of the inviter, no free text: nothing to phish with. */
export function invitationMail({
  tenantName,
  link,
  days,
}: {
  tenantName: string;
  link: string;
  days: number;
}): { subject: string; text: string } {
  return {
    subject: `You are invited to ${tenantName}`.replace(/[\r\n]+/g, " "),
    text: [
      `You are invited to the analytics of ${tenantName}.`,
      "",
      `Accept within ${days} days:`,
      link,
      "",
      "If you did not expect this, do nothing: nobody can use it without your mailbox.",
      "",
    ].join("\n"),
  };
}
