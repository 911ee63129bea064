/** What a fake of Stripe holds, and what becomes of it: the parts of Stripe's objects that Tenantry reads. */
export type Params = { [key: string]: string | Params | undefined };
export type Json = Record<string, unknown>;
type Metadata = Record<string, string>;

/** How a saved card or whoever pays on a page behaves. */
export type Behaviour = "ok" | "decline" | "authenticate" | "processing";

export interface Intent {
  id: string;
  object: "payment_intent";
  status: string;
  amount: number;
  amount_received: number;
  currency: string;
  customer: string;
  metadata: Metadata;
  created: number;
  last_payment_error: { code: string; decline_code?: string } | null;
}

export interface Session {
  id: string;
  object: "checkout.session";
  mode: string;
  status: "open" | "complete" | "expired";
  payment_status: string;
  currency: string;
  amount_total: number;
  customer: string;
  metadata: Metadata;
  payment_intent: string | null;
  setup_intent: Json | null;
  success_url: string;
  url: string | null;
  expires_at: number;
  created: number;
  /** Not Stripe's. */
  title: string;
  inner: Metadata;
}

export interface Refund {
  id: string;
  object: "refund";
  amount: number;
  currency: string;
  status: string;
  payment_intent: string;
  metadata: Metadata;
  created: number;
  failure_reason?: string;
}

export interface FakeEvent {
  id: string;
  object: "event";
  type: string;
  created: number;
  data: { object: Json };
}

/** What Stripe answers instead of an object. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly body: Json,
  ) {
    super("refused");
  }
}

const text = (value: Params[string]) => (typeof value === "string" ? value : "");
export const params = (value: Params[string]): Params => (typeof value === "object" ? value : {});
const metadata = (value: Params[string]): Metadata =>
  Object.fromEntries(Object.entries(params(value)).map(([key, one]) => [key, text(one)]));
const missing = (what: string) =>
  new Refusal(404, { type: "invalid_request_error", code: "resource_missing", message: `No such ${what}` });
const wrong = (code: string) => new Refusal(400, { type: "invalid_request_error", code, message: code });

export class FakeWorld {
  readonly customers = new Map<string, Json>();
  readonly intents = new Map<string, Intent>();
  readonly sessions = new Map<string, Session>();
  readonly refunds = new Map<string, Refund>();
  readonly disputes = new Map<string, Json & { payment_intent: string; status: string }>();
  readonly methods = new Map<string, Json & { id: string; customer: string | null }>();
  readonly events: FakeEvent[] = [];
  /** Of the next charges and refunds; `ok` once they are used up. */
  readonly fates: Behaviour[] = [];
  #last = 0;

  constructor(
    readonly now: () => Date,
    public origin = "",
  ) {}

  #id = (prefix: string) => `${prefix}_${String(++this.#last).padStart(6, "0")}`;
  #created = () => Math.floor(this.now().getTime() / 1000);

  tell(type: string, object: object): void {
    const data = { object: structuredClone(object) as Json };
    this.events.push({ id: this.#id("evt"), object: "event", type, created: this.#created(), data });
  }

  makeCustomer(p: Params): Json {
    const customer = {
      id: this.#id("cus"),
      object: "customer",
      name: text(p.name),
      metadata: metadata(p.metadata),
    };
    this.customers.set(customer.id, customer);
    return customer;
  }

  #customer(p: Params): string {
    const id = text(p.customer);
    if (!this.customers.has(id)) throw missing("customer");
    return id;
  }

  makeSession(p: Params): Session {
    const inPayment = text(p.mode) === "payment";
    const item = params(params(p.line_items)["0"]);
    const price = params(item.price_data);
    const id = this.#id("cs_test");
    const expires = Number(text(p.expires_at)) || this.#created() + 86_400;
    if (expires < this.#created() + 1800) throw wrong("expires_at_too_soon");
    const session: Session = {
      ...{ id, object: "checkout.session", mode: text(p.mode), status: "open", payment_status: "unpaid" },
      currency: text(price.currency) || text(p.currency),
      amount_total: inPayment ? Number(text(price.unit_amount)) : 0,
      ...{ customer: this.#customer(p), metadata: metadata(p.metadata), payment_intent: null },
      ...{ setup_intent: null, success_url: text(p.success_url), url: `${this.origin}/pay/${id}` },
      ...{ expires_at: expires, created: this.#created() },
      title: text(params(price.product_data).name) || "Save a card",
      inner: metadata(params(p.payment_intent_data).metadata),
    };
    this.sessions.set(id, session);
    return session;
  }

  session(id: string): Session {
    const session = this.sessions.get(id);
    if (!session) throw missing("checkout.session");
    if (session.status === "open" && session.expires_at <= this.#created()) this.#expire(session);
    return session;
  }

  #expire(session: Session): void {
    Object.assign(session, { status: "expired", url: null });
    this.tell("checkout.session.expired", session);
  }

  expireSession(id: string): Session {
    const session = this.session(id);
    if (session.status !== "open") throw wrong("not_open");
    this.#expire(session);
    return session;
  }

  /** Somebody pays on the page, or saves a card there. A payment that is declined leaves it open. */
  complete(id: string, behaviour: Behaviour = "ok"): Session {
    const session = this.session(id);
    if (session.status !== "open") throw wrong("not_open");
    if (session.mode === "setup") {
      const method = this.makeMethod(session.customer);
      Object.assign(session, { status: "complete", url: null });
      session.setup_intent = { id: this.#id("seti"), object: "setup_intent", payment_method: method };
      this.tell("checkout.session.completed", { ...session, setup_intent: session.setup_intent.id });
      return session;
    }
    const known = session.payment_intent ? this.intents.get(session.payment_intent) : undefined;
    const intent =
      known ?? this.#intent(session.amount_total, session.currency, session.customer, session.inner);
    session.payment_intent = intent.id;
    this.#attempt(intent, behaviour);
    if (intent.status === "succeeded" || intent.status === "processing") {
      Object.assign(session, { status: "complete", url: null });
      session.payment_status = intent.status === "succeeded" ? "paid" : "unpaid";
      this.tell("checkout.session.completed", session);
    }
    return session;
  }

  makeMethod(customer: string, last4 = "4242"): Json & { id: string } {
    const card = { brand: "visa", last4, exp_month: 12, exp_year: 2031 };
    const method = {
      id: this.#id("pm"),
      object: "payment_method",
      type: "card",
      customer,
      card,
      created: this.#created(),
    };
    this.methods.set(method.id, method);
    return method;
  }

  detach(id: string): Json {
    const method = this.methods.get(id);
    if (!method?.customer) throw missing("payment_method");
    method.customer = null;
    return method;
  }

  #intent(amount: number, currency: string, customer: string, marks: Metadata): Intent {
    const intent: Intent = {
      ...{ id: this.#id("pi"), object: "payment_intent", status: "requires_confirmation", amount },
      ...{ amount_received: 0, currency, customer, metadata: marks, created: this.#created() },
      last_payment_error: null,
    };
    this.intents.set(intent.id, intent);
    return intent;
  }

  #attempt(intent: Intent, behaviour: Behaviour): void {
    if (behaviour === "ok") {
      Object.assign(intent, {
        status: "succeeded",
        amount_received: intent.amount,
        last_payment_error: null,
      });
      this.tell("payment_intent.succeeded", intent);
    } else if (behaviour === "processing") {
      intent.status = "processing";
      this.tell("payment_intent.processing", intent);
    } else {
      const declined = { code: "card_declined", decline_code: "insufficient_funds" };
      intent.status = "requires_payment_method";
      intent.last_payment_error = behaviour === "decline" ? declined : { code: "authentication_required" };
      this.tell("payment_intent.payment_failed", intent);
    }
  }

  /** What was processing ends. */
  finish(id: string, behaviour: "ok" | "decline"): void {
    const intent = this.intents.get(id);
    if (intent?.status === "processing") this.#attempt(intent, behaviour);
  }

  makeIntent(p: Params): Intent {
    const method = this.methods.get(text(p.payment_method));
    const customer = this.#customer(p);
    if (!method || method.customer !== customer) throw missing("payment_method");
    const intent = this.#intent(Number(text(p.amount)), text(p.currency), customer, metadata(p.metadata));
    this.#attempt(intent, this.fates.shift() ?? "ok");
    const { last_payment_error: error } = intent;
    if (!error) return intent;
    throw new Refusal(402, {
      type: "card_error",
      message: error.code,
      ...error,
      payment_intent: { ...intent },
    });
  }

  intent(id: string): Intent {
    const intent = this.intents.get(id);
    if (!intent) throw missing("payment_intent");
    return intent;
  }

  refundsOf = (intent: string) => [...this.refunds.values()].filter((one) => one.payment_intent === intent);

  makeRefund(p: Params): Refund {
    const intent = this.intent(text(p.payment_intent));
    const amount = Number(text(p.amount)) || intent.amount_received;
    const back = this.refundsOf(intent.id)
      .filter((one) => one.status !== "failed")
      .reduce((n, one) => n + one.amount, 0);
    if (back + amount > intent.amount_received) throw wrong("charge_already_refunded");
    const status = this.fates.shift() === "processing" ? "pending" : "succeeded";
    const refund: Refund = {
      ...{ id: this.#id("re"), object: "refund", amount, currency: intent.currency, status },
      ...{ payment_intent: intent.id, metadata: metadata(p.metadata), created: this.#created() },
    };
    this.refunds.set(refund.id, refund);
    this.tell("refund.created", refund);
    return refund;
  }

  finishRefund(id: string, status: "succeeded" | "failed"): void {
    const refund = this.refunds.get(id);
    if (!refund) throw missing("refund");
    Object.assign(
      refund,
      status === "failed" ? { status, failure_reason: "lost_or_stolen_card" } : { status },
    );
    this.tell(status === "failed" ? "refund.failed" : "refund.updated", refund);
  }

  dispute(intent: string, status: string): void {
    const known = [...this.disputes.values()].find((one) => one.payment_intent === intent);
    const dispute = known ?? { id: this.#id("dp"), object: "dispute", payment_intent: intent, status };
    dispute.status = status;
    this.disputes.set(String(dispute.id), dispute);
    this.tell(known ? "charge.dispute.updated" : "charge.dispute.created", dispute);
  }

  /** What was received and paid back for one of our payments, in Stripe's units. */
  ledger(): Map<string, { received: number; back: number }> {
    const all = new Map<string, { received: number; back: number }>();
    for (const intent of this.intents.values()) {
      const key = intent.metadata.tenantry_payment ?? intent.id;
      const kept = all.get(key) ?? { received: 0, back: 0 };
      kept.received += intent.amount_received;
      for (const one of this.refundsOf(intent.id)) if (one.status === "succeeded") kept.back += one.amount;
      all.set(key, kept);
    }
    return all;
  }
}
