import { settings } from "@/server/shared/settings";
import { openApiDocument } from "../openapi";
import { route } from "../route";

export const metaRoutes = [
  route({
    method: "GET",
    path: "/openapi.json",
    noun: "api",
    summary: "This document.",
    permission: null,
    public: true,
    handle: async () => {
      const { restRoutes } = await import("./index");
      return Response.json(openApiDocument(restRoutes, settings().url));
    },
  }),
];
