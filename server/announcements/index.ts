export { announce } from "./announce";
export type { Announcement, Told } from "./announcement";
export { currentAnnouncements, dismissAnnouncement } from "./current";
export { endAnnouncement } from "./end";
export { listAnnouncements } from "./list";
export { announceInput, announcementIdInput } from "./schemas";
export { tellStarted } from "./tell";
