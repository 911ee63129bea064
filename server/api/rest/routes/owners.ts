import { z } from "zod";
import { createOwner, resetOwner } from "@/server/users";
import { route } from "../route";

const newOwner = z.object({ id: z.string(), email: z.string(), oneTimePassword: z.string() });

export const ownerRoutes = [
  route({
    method: "POST",
    path: "/owners",
    noun: "users",
    summary: "Make an owner with a one-time password (command line on this machine only).",
    permission: "users:write",
    localOnly: true,
    body: z.strictObject({ email: z.string().optional(), name: z.string().optional() }),
    status: 201,
    output: newOwner,
    handle: (ctx, { body }) => createOwner(ctx, body),
  }),
  route({
    method: "POST",
    path: "/owners/reset",
    noun: "users",
    summary: "Give an owner a new one-time password (command line on this machine only).",
    permission: "users:write",
    localOnly: true,
    body: z.strictObject({ email: z.string().optional() }),
    output: newOwner,
    handle: (ctx, { body }) => resetOwner(ctx, body),
  }),
];
