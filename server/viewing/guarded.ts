import type { Database, Store } from "@/db/store";
import { type Actor, viewerOf } from "@/server/auth/actor";
import type { Context, Services } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";

export function readOnly(): AppError {
  return new AppError(
    "forbidden",
    "viewing.read_only",
    "You are viewing as somebody else: nothing can be changed.",
    {
      advice: "End the view, or let it make changes.",
    },
  );
}

export function personsOwn(): AppError {
  return new AppError("forbidden", "viewing.own", "This belongs to the person themselves.", {
    advice:
      "Nobody else makes or changes their password, second factor, sign-ins, keys, invitations or bookmarks.",
  });
}

/** Tables whose rows are somebody's way in, or their own: nothing of them is written through a view, raised or not. */
function ownTables({ tables: t }: Store): ReadonlySet<unknown> {
  return new Set([
    t.users,
    t.sessions,
    t.secondFactors,
    t.passwordResets,
    t.invitations,
    t.apiKeys,
    t.bookmarks,
    t.bookmarkDefaults,
    t.preferences,
  ]);
}

const WRITES: ReadonlySet<PropertyKey> = new Set(["insert", "update", "delete"]);

function guardOwn(db: Database, own: ReadonlySet<unknown>): Database {
  return new Proxy(db, {
    get(target, property) {
      const member = Reflect.get(target, property);
      if (!WRITES.has(property) || typeof member !== "function") return member;
      return (table: unknown) => {
        if (own.has(table)) throw personsOwn();
        return member(table);
      };
    },
  });
}

/** The store as a view may use it: reading; raised, writing too, but never what is the person's own. */
function guardedStore(store: Store, raised: boolean): Store {
  const own = ownTables(store);
  const tx: Store["tx"] = (body) => {
    if (!raised) return Promise.reject(readOnly());
    return store.tx((db) => body(guardOwn(db, own)));
  };
  return new Proxy(store, {
    get: (target, property) => (property === "tx" ? tx : Reflect.get(target, property)),
  });
}

/**
 * The context of somebody's request, however it came: the one place where a view is kept from changing things. Verbs
 * need not know of views: they write through `ctx.store`, and do no more than the actor may.
 */
export function contextOf(
  services: Services,
  actor: Actor,
  requestId: string,
  log: Services["log"] = services.log,
): Context {
  const viewer = viewerOf(actor);
  const store = viewer ? guardedStore(services.store, viewer.raised) : services.store;
  return { ...services, store, log, actor, requestId };
}
