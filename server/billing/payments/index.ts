export { bookPayment } from "./book";
export {
  changePaymentSettings,
  changePaymentSettingsInput,
  checkPayments,
  getPaymentSettings,
  PAYMENT_KEY,
} from "./keys";
export { checkPayment, openPaymentPage, paymentIdInput } from "./page";
export { refundPayment, refundPaymentInput } from "./refund";
export { checkWayToPay, getWayToPay, removeWayToPay, saveWayToPay } from "./way";
export { takeEvent } from "./webhook";
