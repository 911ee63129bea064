/** How instants are written in a language and a time zone (IANA name; without one, the runtime's). */
export function instants(locale: string, timeZone: string | undefined) {
  const dates = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options });
  const clock = dates({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
  const stamp = dates({ hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3 });
  const day = dates({ day: "numeric", month: "short", year: "numeric" });
  const full = dates({ dateStyle: "medium", timeStyle: "long" });
  const zone = dates({ timeZoneName: "short" });
  return {
    /** `12:04:42` */
    time: (at: Date) => clock.format(at),
    /** `12:04:42.021`, for log lines. */
    stamp: (at: Date) => stamp.format(at),
    /** `21 Nov 2026` */
    day: (at: Date) => day.format(at),
    /** Date, time and zone, for titles and `<time>` hovers. */
    full: (at: Date) => full.format(at),
    /** `CET` */
    zone: (at: Date) => zone.formatToParts(at).find((part) => part.type === "timeZoneName")?.value ?? "",
  };
}
