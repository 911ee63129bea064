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
