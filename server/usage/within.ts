import { eq } from "drizzle-orm";
import type { Services } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { limitsOf, refusedFrom, type UsageLimit } from "./limits";
import type { MeterId } from "./model";
import { noticeId } from "./notice-id";
import { periodOf, type UsagePeriod } from "./period";
import { quantities } from "./quantity";
import { reading } from "./stored";
import { meterTitle } from "./titles";

/** What is refused at which door once a hard limit is used up. Other meters' hard limits are told, and refuse nothing. */
export const DOORS = {
  reload: ["reload_rows", "reload_bytes", "reload_seconds", "stored_bytes"],
  embed: ["embed_sessions", "embed_bytes", "query_seconds"],
  export: ["export_bytes"],
  api: ["api_calls", "api_bytes"],
} as const satisfies Record<string, readonly MeterId[]>;
export type Door = keyof typeof DOORS;

const KNOWN_FOR_MS = 10_000;
const MOST_KNOWN = 20_000;

interface Answer {
  until: number;
  refusal: AppError | null;
}

const KEY = Symbol.for("tenantry.usage.within");
const holder = globalThis as { [KEY]?: WeakMap<object, Map<string, Answer>> };

function known(store: object): Map<string, Answer> {
  holder[KEY] ??= new WeakMap();
  const answers = holder[KEY].get(store) ?? new Map<string, Answer>();
  holder[KEY].set(store, answers);
  if (answers.size > MOST_KNOWN) answers.clear();
  return answers;
}

/**
 * Lets a tenant through a door, unless a hard limit of its plan is used up for this billing period, grace included. The
 * answer is kept for ten seconds, and usage is ten seconds behind: a limit may be passed by twenty seconds' use.
 * @throws `usage.limit`
 */
export async function requireWithin(
  services: Pick<Services, "store" | "clock">,
  tenantId: string,
  door: Door,
): Promise<void> {
  const answers = known(services.store);
  const now = services.clock.now().getTime();
  const key = `${tenantId}\n${door}`;
  let answer = answers.get(key);
  if (!answer || answer.until <= now) {
    answer = { until: now + KNOWN_FOR_MS, refusal: await refusalOf(services, tenantId, door) };
    answers.set(key, answer);
  }
  if (answer.refusal) throw answer.refusal;
}

async function refusalOf(
  services: Pick<Services, "store" | "clock">,
  tenantId: string,
  door: Door,
): Promise<AppError | null> {
  const at = reading(services.store);
  const meters: readonly string[] = DOORS[door];
  const limits = (await limitsOf(at, tenantId)).filter((l) => l.kind === "hard" && meters.includes(l.meter));
  if (limits.length === 0) return null;
  const now = services.clock.now();
  const period = await periodOf(at, tenantId, now);
  if (period.from >= now) return null;
  const asked = limits.map((limit) => limit.meter);
  const used = (await quantities(at, [tenantId], asked, period.from, now)).get(tenantId) ?? {};
  const full = limits.find((limit) => refusedFrom(limit).lte(used[limit.meter] ?? "0"));
  if (!full) return null;
  const { usageNotices: n } = services.store.tables;
  const [notice] = await services.store.read
    .select({ at: n.at })
    .from(n)
    .where(eq(n.id, noticeId(tenantId, full.meter, period, 100)));
  return refusal(full, used[full.meter] ?? "0", period, notice?.at ?? now);
}

const day = (at: Date) => at.toISOString().slice(0, 10);

function refusal(limit: UsageLimit, used: string, period: UsagePeriod, since: Date): AppError {
  const title = meterTitle(limit.meter, "en");
  return new AppError(
    "limit",
    "usage.limit",
    `The plan's ${limit.quantity} ${title} of this billing period are used up since ${day(since)}: ${used} are used.`,
    {
      advice: `It goes on with the next billing period on ${day(period.to)}, or at once with a larger plan.`,
      params: {
        meter: limit.meter,
        limit: limit.quantity,
        used,
        since: since.toISOString(),
        until: period.to.toISOString(),
      },
    },
  );
}
