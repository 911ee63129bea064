/** What a browser says of itself, in two words; null where it says nothing known. */
export interface Device {
  browser: string | null;
  system: string | null;
}

/** Most browsers claim to be others too: the first that fits is it. */
const BROWSERS: [name: string, sign: RegExp][] = [
  ["Edge", /\bEdgA?(iOS)?\//],
  ["Opera", /\bOPR\//],
  ["Samsung Internet", /\bSamsungBrowser\//],
  ["Firefox", /\b(Firefox|FxiOS)\//],
  ["Chrome", /\b(Chrome|CriOS|HeadlessChrome)\//],
  ["Safari", /\bVersion\/[\d.]+ .*Safari\//],
  ["curl", /^curl\//],
];

const SYSTEMS: [name: string, sign: RegExp][] = [
  ["iPhone", /\biPhone\b/],
  ["iPad", /\biPad\b/],
  ["Android", /\bAndroid\b/],
  ["Windows", /\bWindows\b/],
  ["ChromeOS", /\bCrOS\b/],
  ["macOS", /\bMac OS X\b|\bMacintosh\b/],
  ["Linux", /\bLinux\b|\bX11\b/],
];

const first = (list: [string, RegExp][], text: string) =>
  list.find(([, sign]) => sign.test(text))?.[0] ?? null;

/** Reads a user agent. It is a hint for its owner, never a proof of anything. */
export function deviceOf(userAgent: string | null): Device {
  const text = (userAgent ?? "").slice(0, 300);
  return { browser: first(BROWSERS, text), system: first(SYSTEMS, text) };
}
