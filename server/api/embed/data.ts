import { z } from "zod";
import {
  type AppRow,
  appRow,
  askableApp,
  askPublished,
  batchInput,
  embedAsker,
  embedReader,
  type Reader,
} from "@/server/apps";
import { groupsOpen } from "@/server/auth";
import {
  bookmarksOf,
  bringBookmarkBack,
  changeBookmark,
  dropBookmark,
  goToBookmark,
  keepBookmark,
  startWithBookmark,
} from "@/server/bookmarks";
import { dashboardOf } from "@/server/dashboards";
import {
  addresses,
  type EmbedSession,
  exchangeInput,
  exchangeToken,
  type NewSession,
  openSession,
} from "@/server/embeds";
import { type Services, systemContext } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { parseJson } from "@/server/shared/parse-json";
import { readBody } from "@/server/shared/read-body";

const MOST_BYTES = 512 * 1024;

/** Only the embed's own document may ask: other sites' scripts and frames are turned away before anything is looked up. */
export function refuseOtherSites(request: Request): void {
  const { embed } = addresses();
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const foreign = (site && site !== "same-origin") || (origin ? origin !== embed : request.method !== "GET");
  if (foreign) throw new AppError("forbidden", "embeds.other_site", "This is not for other sites.");
}

export async function body(request: Request): Promise<unknown> {
  const bytes = await readBody(request, MOST_BYTES);
  if (bytes === null) throw tooLarge();
  return parseJson(bytes.toString("utf8"));
}

const tooLarge = () =>
  new AppError("too-large", "request.too_large", `The body is larger than ${MOST_BYTES / 1024} kB.`);

const tenants = new WeakMap<Request, string>();

/** Whose embed asked, once that is known: what is sent is metered. */
export const tenantAsking = (request: Request): string | undefined => tenants.get(request);

export async function sessionOf(services: Services, request: Request): Promise<EmbedSession> {
  const [, session = ""] = /^Bearer (\S+)$/.exec(request.headers.get("authorization") ?? "") ?? [];
  const opened = await openSession(services, session, request.headers.get("x-tenantry-page") ?? "");
  tenants.set(request, opened.tenantId);
  return opened;
}

/** Opens the session's app. Its row is looked up by tenant and app of the session, never by what the request says. */
export async function appOf(services: Services, session: EmbedSession) {
  const row = await appRow(systemContext(services, "embed"), session.appId);
  // Asked at every question: a grant that is taken away ends open sessions too.
  const open = session.kind === "preview" || (await groupsOpen(services, session, session.groups));
  if (!open || row.tenantId !== session.tenantId)
    throw new AppError("not-found", "app.not_found", "The app is gone.");
  return row;
}

/** A frame that opens wants the dashboard's document with its session: one trip less before its first figures. */
const openingInput = exchangeInput.extend({ dashboard: z.boolean().optional() });

/** Null where there is none to give: the frame asks for it then, and is told why. */
async function firstDocument(services: Services, request: Request, opened: NewSession, page: string) {
  try {
    const session = await openSession(services, opened.session, page);
    tenants.set(request, session.tenantId);
    const app = await appOf(services, session);
    void openData(services, session, app).catch(() => undefined);
    return await dashboardOf(await embedReader(services, session, app));
  } catch {
    return null;
  }
}

/** The first question finds the reader's data open: the frame's script is read meanwhile. Nothing is asked of it yet. */
async function openData(services: Services, session: EmbedSession, row: AppRow): Promise<void> {
  const app = await askableApp(services, row);
  await askPublished(app, { questions: {} }, await embedAsker(services, session));
}

type DataHandler = (services: Services, request: Request) => Promise<unknown>;

/** The session's person, as a reader of its app. */
async function readerIn(services: Services, request: Request): Promise<Reader> {
  refuseOtherSites(request);
  const session = await sessionOf(services, request);
  return embedReader(services, session, await appOf(services, session));
}

type ReaderVerb = (reader: Reader, input: never) => Promise<unknown>;

/** What the session's person does with what they keep in the app; verbs parse what they are given. */
const byReader =
  (verb: ReaderVerb): DataHandler =>
  async (services, request) => {
    const reader = await readerIn(services, request);
    return (await verb(reader, (await body(request)) as never)) ?? null;
  };

const BOOKMARK_ROUTES: Record<string, DataHandler> = {
  "GET /api/embed/bookmarks": async (services, request) => bookmarksOf(await readerIn(services, request)),
  "POST /api/embed/bookmarks/open": byReader(goToBookmark),
  "POST /api/embed/bookmarks/save": byReader(keepBookmark),
  "POST /api/embed/bookmarks/update": byReader(changeBookmark),
  "POST /api/embed/bookmarks/default": byReader(startWithBookmark),
  "POST /api/embed/bookmarks/remove": byReader(dropBookmark),
  "POST /api/embed/bookmarks/restore": byReader(bringBookmarkBack),
};

/** What an embed may ask, by method and path. */
export const DATA_ROUTES: Record<string, DataHandler> = {
  "POST /api/embed/session": async (services, request) => {
    refuseOtherSites(request);
    const { dashboard, ...input } = parse(openingInput, await body(request));
    const opened = await exchangeToken(services, input);
    return dashboard
      ? { ...opened, dashboard: await firstDocument(services, request, opened, input.origin) }
      : opened;
  },
  "GET /api/embed/dashboard": async (services, request) => {
    return dashboardOf(await readerIn(services, request));
  },
  "POST /api/embed/ask": async (services, request) => {
    refuseOtherSites(request);
    const session = await sessionOf(services, request);
    const app = await askableApp(services, await appOf(services, session));
    const batch = parse(batchInput, await body(request));
    return askPublished(app, batch, await embedAsker(services, session), request.signal);
  },
  ...BOOKMARK_ROUTES,
};
