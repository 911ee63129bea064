export { countUnread, listNotifications, markRead, sweepNotifications } from "./list";
export type { Notification, Switches } from "./notification";
export { type Notice, notify } from "./notify";
export { type Audience, type Recipient, recipientsOf } from "./recipients";
export { readInput, switchInput } from "./schemas";
export { listSwitches, setSwitch } from "./switches";
