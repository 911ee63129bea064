export { MOST_ATTACHED_BYTES, refuseTooLarge } from "./attachments";
export { type MailContent, plainText } from "./content";
export { forgetOldMails, forgetUnsent, UNSENT_DAYS } from "./forget-old";
export { type MailLanguage, mailLanguage } from "./language";
export {
  discardMail,
  listMails,
  listMailsInput,
  mailIdInput,
  type OutboxMail,
  readMail,
  retryMail,
} from "./mails";
export {
  dropSeries,
  isOfSeries,
  type MailRow,
  type MayLeave,
  mailIsSent,
  type NewMail,
  pokeOutbox,
  putMail,
  sendWaiting,
  startOutbox,
} from "./outbox";
export { type TenantLook, tenantLook } from "./page-look";
export { changeMailInput, testMailInput } from "./schemas";
export { MAIL_BODY_KEY } from "./sealing";
export { type Mail, type MailFile, sendMail } from "./send";
export {
  changeMailSettings,
  getMailSettings,
  MAIL_KEY,
  type MailSettings,
  removeMailSettings,
} from "./settings";
export { sendTestMail } from "./test-mail";
