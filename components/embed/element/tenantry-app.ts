import type { Selections } from "@/server/platform/model";
import type { DashboardState, FileOutcome } from "../../dashboards/source";
import type { EmbedTheme, FromFrame, ToFrame } from "../protocol";
import { type FrameLink, frameLink } from "./frame-link";
import { OPTION_ATTRIBUTES, optionsOf } from "./options";
import { EarlyToken, newToken, type TokenProvider } from "./token";
import { watchUnseen } from "./unseen";

/** Where this script came from is where embeds are, unless `src` says otherwise. */
const script = document.currentScript;
const HOME = script instanceof HTMLScriptElement && script.src ? new URL(script.src).origin : null;

const FRAME_STYLE =
  "display:block;width:100%;border:0;color-scheme:light dark;background:transparent;min-height:240px";
/** How long an answer of the frame is waited for. */
const WAIT_MS = { state: 5_000, file: 300_000 };

/** One dashboard of Tenantry inside this page. See `tenantry.d.ts` for what it offers. */
export class TenantryApp extends HTMLElement {
  static readonly observedAttributes = ["src", "app", "token", ...OPTION_ATTRIBUTES];

  private frame: HTMLIFrameElement | null = null;
  private link: FrameLink | null = null;
  private provider: TokenProvider = null;
  private readonly spent = new Set<string>();
  private readonly early = new EarlyToken();
  private readonly asked = new Map<number, (answer: unknown) => void>();
  private next = 1;
  private unwatch: (() => void) | null = null;
  private opened = false;
  private height = 0;

  /** A function that gets a new token from the page's own server, each time one is asked for. */
  get tokenProvider(): TokenProvider {
    return this.provider;
  }

  set tokenProvider(provider: TokenProvider) {
    this.provider = provider;
    this.fetchEarly();
  }

  connectedCallback(): void {
    this.opened = true;
    this.open();
  }

  disconnectedCallback(): void {
    this.opened = false;
    this.close();
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    // Before the first connection (and while an upgrade reads the attributes) there is nothing to change.
    if (!this.opened || before === after) return;
    if (name === "src" || name === "app") this.open();
    else if (name === "token") void this.giveToken();
    else this.link?.say({ type: "options", options: this.options() });
  }

  /** Sets one field's selection, or that of several fields as one step. Other fields keep theirs. */
  select(field: string | Selections, values: Selections[string] = []): void {
    this.link?.say({ type: "select", selections: typeof field === "string" ? { [field]: values } : field });
  }

  /** Clears one field, or all. */
  clear(field?: string): void {
    this.link?.say({ type: "clear", field });
  }

  /** Asks for all figures again. */
  refresh(): void {
    this.link?.say({ type: "refresh" });
  }

  setTheme(theme: EmbedTheme): void {
    this.setAttribute("theme", theme);
  }

  /** Sheet, selections and locks as they are now; null before the dashboard is there. */
  getState(): Promise<DashboardState | null> {
    return this.ask<DashboardState>((id) => ({ type: "get-state", id }), WAIT_MS.state);
  }

  /** Hears of each change of the selections. @returns what stops that */
  onSelection(listener: (state: DashboardState) => void): () => void {
    const heard = (event: Event) => listener((event as CustomEvent<DashboardState>).detail);
    this.addEventListener("tenantry-selection", heard);
    return () => this.removeEventListener("tenantry-selection", heard);
  }

  /** A height in px, or that of the dashboard again. */
  resize(height: number | "auto"): void {
    this.toggleAttribute("fixed", height !== "auto");
    const px = height === "auto" ? this.height : height;
    if (this.frame && px > 0) this.frame.style.height = `${Math.ceil(px)}px`;
  }

  /** Saves what is shown, or one object of it, as PDF with the reader's files; rejects where there is none. */
  async exportPdf(object?: string): Promise<{ name: string; cut: boolean }> {
    const outcome = await this.ask<FileOutcome>((id) => ({ type: "export-pdf", id, object }), WAIT_MS.file);
    if (outcome && "name" in outcome) return outcome;
    throw new Error(outcome?.message ?? "The dashboard made no file.");
  }

  private options() {
    return optionsOf(
      (name) => this.getAttribute(name),
      (message) => {
        console.warn(`<tenantry-app>: ${message}`);
        this.tell("error", { code: "embeds.attribute", message });
      },
    );
  }

  /** Null where the frame is not there, or does not answer in time. */
  private ask<T>(message: (id: number) => ToFrame, ms: number): Promise<T | null> {
    const id = this.next++;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.answer(id, null), this.link ? ms : 0);
      this.asked.set(id, (answer) => {
        clearTimeout(timer);
        resolve(answer as T | null);
      });
      this.link?.say(message(id));
    });
  }

  private answer(id: number, answer: unknown): void {
    this.asked.get(id)?.(answer);
    this.asked.delete(id);
  }

  private open(): void {
    this.close();
    const app = this.getAttribute("app");
    const src = this.getAttribute("src") ?? HOME;
    if (!app || !src || !URL.canParse(src)) return;
    const { origin } = new URL(src);
    const frame = document.createElement("iframe");
    frame.title = this.getAttribute("label") ?? "Dashboard";
    frame.style.cssText = FRAME_STYLE;
    frame.allow = "fullscreen; clipboard-write";
    // Forms: ranges and names are sent by Enter. Nothing leaves the frame by them, its own policy forbids that.
    frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-forms allow-downloads allow-popups");
    frame.referrerPolicy = "no-referrer";
    this.link = frameLink(frame, origin, {
      hear: (message) => this.hear(message),
      log: (to, message) => this.tell("message", { to, message }),
    });
    this.frame = frame;
    if (getComputedStyle(this).display === "inline") this.style.display = "block";
    const says = new URLSearchParams({ host: location.origin, lang: this.getAttribute("language") ?? "" });
    frame.src = `${origin}/embed/${encodeURIComponent(app)}#${says}`;
    this.append(frame);
    this.fetchEarly();
  }

  /** Not one in the `token` attribute: that serves once, and is here already. */
  private fetchEarly(): void {
    if (this.frame && (this.provider || this.getAttribute("token-provider")))
      this.early.fetch(() => this.newToken());
  }

  private newToken(): Promise<string> {
    return newToken(this.provider, (name) => this.getAttribute(name), this.spent);
  }

  private close(): void {
    this.early.take();
    this.unwatch?.();
    this.link?.close();
    this.frame?.remove();
    this.link = null;
    this.frame = null;
    for (const id of [...this.asked.keys()]) this.answer(id, null);
  }

  private async giveToken(): Promise<void> {
    const { link } = this;
    try {
      const token = await (this.early.take() ?? this.newToken());
      link?.say({ type: "token", token });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      console.warn(`<tenantry-app>: ${message}`);
      link?.say({ type: "no-token", message });
    }
  }

  private hear(message: FromFrame): void {
    if (message.type === "hello") this.greeted();
    else if (message.type === "need-token") void this.giveToken();
    else if (message.type === "state") this.answer(message.id, message.state);
    else if (message.type === "exported") this.answer(message.id, message.outcome);
    else if (message.type === "resize") this.resized(message.width, message.height);
    else if (message.type === "ready") this.tell("ready", { ...message.state, ms: message.ms });
    else if (message.type === "error") this.tell("error", { code: message.code, message: message.message });
    else if (message.type === "selection" || message.type === "sheet") this.tell(message.type, message.state);
  }

  private greeted(): void {
    this.link?.say({ type: "options", options: this.options() });
    this.unwatch?.();
    if (this.frame) this.unwatch = watchUnseen(this.frame, (at) => this.link?.say({ type: "unseen", ...at }));
  }

  private resized(width: number, height: number): void {
    this.height = height;
    if (!this.hasAttribute("fixed") && this.frame) this.frame.style.height = `${Math.ceil(height)}px`;
    this.tell("resize", { width, height });
  }

  private tell(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(`tenantry-${name}`, { detail, bubbles: true, composed: true }));
  }
}
