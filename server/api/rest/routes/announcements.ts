import { z } from "zod";
import { announce, announceInput, endAnnouncement, listAnnouncements } from "@/server/announcements";
import { route } from "../route";
import { instant } from "../schemas";

const announcement = z.object({
  id: z.string(),
  text: z.string(),
  tone: z.enum(["info", "warning"]),
  link: z.string().nullable(),
  tenantIds: z.array(z.string()).nullable().describe("Null: everybody"),
  state: z.enum(["planned", "shown", "ended"]),
  startsAt: instant,
  endsAt: instant,
  createdAt: instant,
});

export const announcementRoutes = [
  route({
    method: "GET",
    path: "/announcements",
    noun: "announcements",
    summary: "List what people of tenants are told at the top of the portal: the latest hundred.",
    permission: "announcements:read",
    output: z.object({ items: z.array(announcement) }),
    handle: (ctx) => listAnnouncements(ctx),
  }),
  route({
    method: "POST",
    path: "/announcements",
    noun: "announcements",
    summary: "Tell the people of all tenants, or of some.",
    permission: "announcements:write",
    body: announceInput,
    status: 201,
    output: announcement,
    handle: (ctx, { body }) => announce(ctx, body),
  }),
  route({
    method: "POST",
    path: "/announcements/{id}/end",
    noun: "announcements",
    summary: "Show an announcement no longer.",
    permission: "announcements:write",
    output: announcement,
    handle: (ctx, { params }) => endAnnouncement(ctx, { id: params.id ?? "" }),
  }),
];
