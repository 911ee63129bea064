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
  MAIL_BODY_KEY,
  mailIsSent,
  type NewMail,
  pokeOutbox,
  putMail,
  sendWaiting,
  startOutbox,
} from "./outbox";
export { changeMailInput, testMailInput } from "./schemas";
export { type Mail, sendMail } from "./send";
export {
  changeMailSettings,
  getMailSettings,
  MAIL_KEY,
  type MailSettings,
  removeMailSettings,
} from "./settings";
export { sendTestMail } from "./test-mail";
